// The telephones of the desks: they ring, are answered or not, hear the whisper, press a key, and talk.
"use strict";

import { Captions } from "./captions.js";
import { act, announce, byId, show, write, written } from "./elements.js";
import { makeKeypad } from "./keypad.js";

const IN_VIEW = 0.9; // of a phone: its buttons are at its lower edge

export class Desks {
  constructor(sound) {
    this.sound = sound;
    this.phones = new Map();
    // The note at the foot of the page is for a desk that rings where nobody looks.
    this.seen = new Set();
    this.watch = new IntersectionObserver((changes) => this.look(changes), { threshold: IN_VIEW });
    byId("ringing-answer").addEventListener("click", (event) => this.phones.get(event.target.dataset.number)?.pickUp());
  }

  label(number) {
    return this.phones.get(number)?.label ?? written(number);
  }

  hear(event) {
    for (const phone of this.phones.values()) phone.hear(event);
  }

  stand(state) {
    for (const desk of state.desks) {
      if (!this.phones.has(desk.number)) this.add(desk);
      this.phones.get(desk.number).stand(desk);
    }
    this.ringing = state.desks.filter((desk) => desk.ringing && !desk.machine);
    this.sound.bell(this.ringing.length > 0);
    this.note();
  }

  add(desk) {
    const phone = new DeskPhone(desk, this.sound);
    this.phones.set(desk.number, phone);
    this.watch.observe(phone.element);
  }

  look(changes) {
    for (const change of changes) {
      if (change.intersectionRatio >= IN_VIEW) this.seen.add(change.target.id);
      else this.seen.delete(change.target.id);
    }
    this.note();
  }

  note() {
    const [desk] = (this.ringing ?? []).filter((one) => !this.seen.has(`desk-${one.name}`));
    show(byId("ringing"), Boolean(desk));
    if (!desk) return;
    write(byId("ringing-who"), desk.label);
    byId("ringing-answer").dataset.number = desk.number;
    byId("ringing-show").href = `#desk-${desk.name}`;
  }
}

class DeskPhone {
  constructor(desk, sound) {
    Object.assign(this, { number: desk.number, label: desk.label, sound, call: "", partnerOf: "" });
    this.element = byId("desk-template").content.firstElementChild.cloneNode(true);
    this.element.id = `desk-${desk.name}`;
    this.element.tabIndex = -1;
    this.find(".desk-label").textContent = desk.label;
    this.find(".desk-label").id = `desk-${desk.name}-label`;
    this.element.setAttribute("aria-labelledby", `desk-${desk.name}-label`);
    this.find(".desk-number").textContent = written(desk.number);
    this.find(".desk-screen").setAttribute("aria-label", `The screen of ${desk.label}`);
    this.find(".captions").setAttribute("aria-label", `What ${desk.label} hears`);
    this.find(".keypad").setAttribute("aria-label", `Keypad of ${desk.label}`);
    this.find("[name=words]").setAttribute("aria-label", `Talk to the caller, as ${desk.label}`);
    this.captions = new Captions(this.find(".captions"), this.find(".desk-screen"));
    this.enableKeys = makeKeypad(this.find(".keypad"), this.element, (key) => this.press(key));
    for (const button of this.element.querySelectorAll("[data-act]")) {
      button.addEventListener("click", () => this.do(button.dataset.act));
    }
    this.manner = this.find(".manner select");
    this.manner.addEventListener("change", () => this.do("next", { manner: this.manner.value }));
    this.find("form").addEventListener("submit", (event) => this.say(event));
    byId("desk-list").append(this.element);
  }

  find(selector) { return this.element.querySelector(selector); }

  do(what, words = {}) {
    this.sound.wake();
    return act(`/desks/${this.number}/${what}`, words);
  }

  // Answered from afar: whoever did it needs this phone next, and its keys.
  async pickUp() {
    if (!await this.do("answer")) return;
    this.element.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "start" });
  }

  press(key) {
    this.sound.key(key);
    this.do("press", { keys: key });
  }

  async say(event) {
    event.preventDefault();
    const field = this.find("[name=words]");
    const words = field.value.trim();
    if (words && await this.do("say", { words })) field.value = "";
  }

  hear(event) {
    if (event.kind === "Bridged" && event.who === this.number) this.partnerOf = event.call;
    if (event.kind === "Dialled" && event.call === this.partnerOf) this.partnerOf = "";
    if (event.kind === "Spoke" && event.who === "caller" && event.call === this.partnerOf) return this.captions.other(event.words, "Caller");
    if (event.kind === "Rings" && event.to === this.number) return this.ring(event);
    return event.who === this.number && event.call === this.call ? this.hearOwn(event) : undefined;
  }

  ring(event) {
    this.call = event.call;
    this.captions.clear();
    if (event.fresh) announce(`${this.label} is ringing`);
  }

  hearOwn(event) {
    switch (event.kind) {
      case "Heard":
        this.captions.heard(event.text, event.language);
        return event.fresh && this.sound.voice.speak(event.call, event.breaths, event.language);
      case "Interrupted":
        this.captions.cut();
        return this.sound.voice.hush(event.call);
      case "Answered": return this.captions.note(event.machine ? "Voicemail answers" : "Answered");
      case "Pressed": return this.captions.pressed(event.keys);
      case "Spoke": return this.captions.said(event.words);
      case "Silent": return this.captions.note("No key was pressed");
      case "HungUp":
        this.sound.voice.hush(event.call);
        this.captions.settle();
        return this.captions.note(event.by === "person" ? "You hung up" : "The call is over");
    }
    return undefined;
  }

  stand(desk) {
    const talking = desk.doing === "talking";
    const onCall = desk.doing !== null;
    const asked = desk.ringing && !desk.machine;
    this.element.dataset.doing = desk.ringing ? "ringing" : talking ? "talking" : onCall ? "on-call" : "idle";
    write(this.find(".state"), desk.ringing ? "Ringing" : talking ? "Connected" : onCall ? (desk.machine ? "Voicemail" : "On the phone") : "Free");
    show(this.find(".incoming"), desk.ringing);
    if (desk.ringing) write(this.find(".incoming-words"), desk.machine ? "Nobody picks it up" : `Call from ${written(desk.from)}, the line’s own number`);
    const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
    show(this.find(".desk-ring"), asked);
    show(this.find(".desk-screen"), onCall || this.captions.list.childElementCount > 0);
    show(this.find(".desk-call"), onCall && !desk.machine);
    show(this.find(".manner"), !desk.ringing && !onCall);
    this.enableKeys(onCall);
    if (desk.doing !== "speaking") this.captions.settle();
    if (this.manner.value !== desk.manner && document.activeElement !== this.manner) this.manner.value = desk.manner;
    // The button that had the focus is gone: the next thing to do on this phone is a key.
    if (focused && focused.offsetParent === null) this.element.focus({ preventScroll: true });
  }
}
