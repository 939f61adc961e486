// The line's voice: the browser's own speech synthesis, in the prompt's language, with the prompt's pauses.
"use strict";

const BEHIND_SECONDS = 1.5; // beyond this a slow voice hurries, since the line does not wait for it
const HURRY = 1.25;

export class Voice {
  constructor() {
    this.muted = false;
    this.queue = [];
    this.speaking = null;
    // Browsers look for their voices only once they were asked.
    if ("speechSynthesis" in window) speechSynthesis.getVoices();
  }

  get can() {
    return !this.muted && "speechSynthesis" in window && speechSynthesis.getVoices().length > 0;
  }

  speak(leg, breaths, language) {
    if (!this.can) return;
    const began = performance.now();
    for (const breath of breaths) {
      this.queue.push({ leg, language, ...breath, due: began + breath.offset * 1000 });
    }
    this.next();
  }

  hush(leg) {
    this.queue = this.queue.filter((breath) => breath.leg !== leg);
    if (this.speaking?.leg !== leg) return;
    this.speaking = null;
    speechSynthesis.cancel();
    this.next();
  }

  hushAll() {
    this.queue = [];
    this.speaking = null;
    if ("speechSynthesis" in window) speechSynthesis.cancel();
  }

  next() {
    if (this.speaking || this.queue.length === 0) return;
    const breath = this.queue.shift();
    this.speaking = breath;
    const wait = breath.due - performance.now();
    // A pause is kept where the voice is early; where it is late, there is none to keep.
    if (wait > 50) setTimeout(() => this.say(breath), wait);
    else this.say(breath);
  }

  say(breath) {
    if (this.speaking !== breath) return;
    const utterance = new SpeechSynthesisUtterance(breath.text);
    const late = (performance.now() - breath.due) / 1000;
    utterance.lang = breath.language;
    utterance.voice = voiceFor(breath.language);
    utterance.rate = breath.rate * (late > BEHIND_SECONDS ? HURRY : 1);
    utterance.onend = utterance.onerror = () => {
      if (this.speaking !== breath) return;
      this.speaking = null;
      this.next();
    };
    speechSynthesis.speak(utterance);
  }
}

// A voice of the same country, else of the same language; one on this machine before one on the net.
function voiceFor(language) {
  // Twilio says cmn where browsers say zh.
  const wanted = language.replace(/^cmn/, "zh");
  const same = (voice) => voice.lang.replace("_", "-");
  const voices = speechSynthesis.getVoices().filter((voice) => same(voice).slice(0, 2) === wanted.slice(0, 2));
  const score = (voice) => (same(voice) === wanted ? 2 : 0) + (voice.localService ? 1 : 0);
  return voices.sort((one, other) => score(other) - score(one))[0] ?? null;
}
