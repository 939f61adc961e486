// What is heard: the voice of the line, and the tones of a telephone, made here and fetched from nowhere.
"use strict";

import { Voice } from "./voice.js";

const KEY_ROWS = { 1: 697, 2: 697, 3: 697, 4: 770, 5: 770, 6: 770, 7: 852, 8: 852, 9: 852, "*": 941, 0: 941, "#": 941 };
const KEY_COLUMNS = { 1: 1209, 4: 1209, 7: 1209, "*": 1209, 2: 1336, 5: 1336, 8: 1336, 0: 1336, 3: 1477, 6: 1477, 9: 1477, "#": 1477 };
const KEPT = "sound";

export class Sound {
  constructor(button) {
    this.voice = new Voice();
    this.button = button;
    this.loops = new Map();
    this.set(localStorage.getItem(KEPT) !== "off");
    button.addEventListener("click", () => this.set(!this.on));
  }

  set(on) {
    this.on = on;
    localStorage.setItem(KEPT, on ? "on" : "off");
    this.button.textContent = on ? "Sound on" : "Sound off";
    this.voice.muted = !on;
    if (on) return;
    this.voice.hushAll();
    this.context?.suspend();
  }

  // Browsers make no sound before a person has touched the page.
  wake() {
    if (!this.on) return;
    this.context ??= new AudioContext();
    this.context.resume();
  }

  key(key) {
    this.wake();
    this.tone([KEY_ROWS[key], KEY_COLUMNS[key]], 0, 0.15, 0.06);
  }

  chime() {
    this.tone([880], 0, 0.09, 0.05);
    this.tone([1175], 0.1, 0.14, 0.05);
  }

  hungUp() {
    for (const start of [0, 0.45, 0.9]) this.tone([480, 620], start, 0.22, 0.05);
  }

  // What the caller hears while a desk rings, as in North America: two seconds on, four off.
  ringback(on) {
    this.loop("ringback", on, 6000, () => this.tone([440, 480], 0, 2, this.loops.has("bell") ? 0.015 : 0.04));
  }

  bell(on) {
    this.loop("bell", on, 3000, () => {
      for (let beat = 0; beat < 14; beat += 1) this.tone([beat % 2 ? 1320 : 1100], beat * 0.065, 0.06, 0.07);
    });
  }

  stopAll() {
    this.ringback(false);
    this.bell(false);
    this.voice.hushAll();
  }

  loop(name, on, milliseconds, play) {
    if (on === this.loops.has(name)) return;
    if (on) {
      this.loops.set(name, setInterval(play, milliseconds));
      play();
    } else {
      clearInterval(this.loops.get(name));
      this.loops.delete(name);
      if (name === "ringback") this.stopTones();
    }
  }

  tone(frequencies, start, seconds, volume) {
    if (!this.on || this.context?.state !== "running") return;
    const at = this.context.currentTime + start;
    const gain = this.context.createGain();
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(volume, at + 0.01);
    gain.gain.setValueAtTime(volume, at + seconds - 0.02);
    gain.gain.linearRampToValueAtTime(0, at + seconds);
    gain.connect(this.context.destination);
    for (const frequency of frequencies) {
      const oscillator = this.context.createOscillator();
      oscillator.frequency.value = frequency;
      oscillator.connect(gain);
      oscillator.start(at);
      oscillator.stop(at + seconds);
      (this.playing ??= new Set()).add(oscillator);
      oscillator.onended = () => this.playing.delete(oscillator);
    }
  }

  stopTones() {
    for (const oscillator of this.playing ?? []) oscillator.stop();
  }
}
