// The caller's phone.
"use strict";

import { Captions } from "./captions.js";
import { act, byId, make, show, write, written } from "./elements.js";
import { makeKeypad } from "./keypad.js";
import { Microphone } from "./microphone.js";

const DOING = { speaking: "The line is speaking", listening: "The line listens", ringing: "Ringing", talking: "Connected" };
const ENDS = { busy: "busy", "no-answer": "no answer", failed: "not reached", canceled: "cancelled" };

export class Caller {
  constructor(sound, labelOf) {
    this.sound = sound;
    this.labelOf = labelOf;
    this.partner = "";
    this.onCall = false;
    this.phone = byId("caller");
    this.captions = new Captions(byId("caller-captions"), byId("caller-screen"));
    this.enableKeys = makeKeypad(byId("caller-keys"), this.phone, (key) => this.press(key));
    this.button = byId("caller-call");
    this.words = byId("caller-words");
    for (const place of document.querySelectorAll("[data-number]")) place.textContent = written(place.dataset.number);
    this.button.addEventListener("click", () => this.callOrHangUp());
    byId("caller-wait").addEventListener("click", () => act("/caller/wait"));
    byId("caller-say").addEventListener("submit", (event) => this.say(event));
    this.microphone = new Microphone(byId("caller-listen"), (words) => act("/caller/say", { words }));
  }

  callOrHangUp() {
    this.sound.wake();
    if (this.onCall) return act("/caller/hang-up");
    write(byId("caller-state"), "Dialling …");
    return act("/caller/dial", { withheld: byId("withheld").checked });
  }

  press(key) {
    this.sound.key(key);
    act("/caller/press", { keys: key });
  }

  async say(event) {
    event.preventDefault();
    const words = this.words.value.trim();
    if (words && await act("/caller/say", { words })) this.words.value = "";
  }

  hear(event) {
    if (event.kind === "Called") return this.begin(event);
    if (event.kind === "Spoke" && event.who === this.partner) return this.captions.other(event.words, this.labelOf(event.who));
    if (event.kind === "Rings" && this.call && !this.partner) return this.captions.note(`Ringing ${this.labelOf(event.to)}`);
    if (event.call !== this.call) return undefined;
    return this.hearOwn(event);
  }

  hearOwn(event) {
    switch (event.kind) {
      case "Bridged":
        this.partner = event.who;
        return this.captions.note(`Talking with ${this.labelOf(event.who)}`);
      case "Dialled":
        this.partner = "";
        return this.captions.note(event.bridged ? `The call with ${this.labelOf(event.who)} is over` : `${this.labelOf(event.who)}: ${ENDS[event.status] ?? "nobody took the call"}`);
    }
    if (event.who !== "caller") return undefined;
    switch (event.kind) {
      case "Heard":
        this.captions.heard(event.text, event.language);
        this.microphone.language = event.language;
        return event.fresh && this.sound.voice.speak(event.call, event.breaths, event.language);
      case "Interrupted":
        this.captions.cut();
        return this.sound.voice.hush(event.call);
      case "Pressed": return this.captions.pressed(event.keys);
      case "Spoke": return this.captions.said(event.words);
      case "Silent":
        this.sound.voice.hush(event.call);
        return this.captions.note("Silence");
      case "HungUp": return this.end(event);
    }
    return undefined;
  }

  begin(event) {
    this.call = event.call;
    this.partner = "";
    this.captions.clear();
    this.captions.note(event.from_.startsWith("+") ? `Calling as ${written(event.from_)}` : "Calling with the number withheld");
  }

  end(event) {
    this.partner = "";
    this.captions.settle();
    this.captions.note(event.by === "person" ? "You hung up" : "The line ended the call");
    // What was being said when somebody hangs up is not heard any more; a goodbye is heard out.
    if (event.by === "person") this.sound.voice.hush(event.call);
    if (event.fresh) this.sound.hungUp();
  }

  stand(state) {
    const { caller } = state;
    this.onCall = Boolean(caller) && !caller.ended;
    const doing = this.onCall ? caller.doing : "";
    write(byId("caller-state"), this.onCall ? (DOING[doing] ?? "Calling …") : caller ? "Call ended" : "Ready");
    this.phone.dataset.doing = doing || (caller ? "ended" : "idle");
    show(byId("caller-idle"), !caller);
    write(this.button, this.onCall ? "Hang up" : "Call");
    this.button.classList.toggle("call", !this.onCall);
    this.button.classList.toggle("danger", this.onCall);
    this.enableKeys(this.onCall);
    byId("caller-wait").disabled = !this.onCall || doing === "talking";
    show(byId("caller-say"), this.onCall);
    show(byId("withheld").parentElement, !this.onCall);
    if (doing !== "speaking") this.captions.settle();
    this.sound.ringback(doing === "ringing");
  }
}
