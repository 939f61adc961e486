// The texter's phone: a thread for each sender, with what each reply costs.
"use strict";

import { act, byId, make, show, toEnd, write } from "./elements.js";

const languages = new Intl.DisplayNames(["en"], { type: "language" });

export class Texter {
  constructor(sound) {
    this.sound = sound;
    this.threads = new Map();
    this.sender = byId("sender");
    this.body = byId("text-body");
    this.picture = byId("picture");
    this.sender.addEventListener("change", () => this.draw());
    this.picture.addEventListener("click", () => this.attach(this.picture.getAttribute("aria-pressed") !== "true"));
    byId("compose").addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.body.addEventListener("input", () => this.grow());
    this.body.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    for (const chip of document.querySelectorAll("[data-text]")) {
      chip.addEventListener("click", () => { this.body.value = chip.dataset.text; this.body.focus(); this.send(); });
    }
  }

  attach(attached) {
    this.picture.setAttribute("aria-pressed", String(attached));
    this.body.placeholder = attached ? "Picture added; say something, or send" : "Text message";
  }

  grow() {
    this.body.style.height = "auto";
    this.body.style.height = `${Math.min(this.body.scrollHeight + 2, 120)}px`;
  }

  async send() {
    const pictures = this.picture.getAttribute("aria-pressed") === "true" ? 1 : 0;
    const from = this.sender.value;
    const body = this.body.value.trim();
    if (!body && !pictures) return;
    this.sound.wake();
    this.body.value = "";
    this.grow();
    this.attach(false);
    // The thread shows what the network tells; until it does, that something is on its way.
    this.waitFor(from, 1);
    await act("/texts", { from, body, pictures });
    this.waitFor(from, -1);
  }

  thread(number) {
    if (!this.threads.has(number)) this.threads.set(number, { lines: [], waiting: 0, language: "" });
    return this.threads.get(number);
  }

  waitFor(number, more) {
    this.thread(number).waiting += more;
    if (number === this.sender.value) this.drawWaiting();
  }

  hear(event) {
    if (event.kind === "Texted") {
      const mine = event.origin === "person";
      this.add(mine ? event.from_ : event.to, event, mine ? "" : event.language);
      if (!mine && event.fresh) this.sound.chime();
    }
    if (event.kind === "Refused") this.add(event.to, event, "");
  }

  add(number, event, language) {
    const thread = this.thread(number);
    thread.lines.push(event);
    if (language) thread.language = language;
    if (number !== this.sender.value) return;
    byId("thread").append(bubble(event));
    this.drawWaiting();
  }

  draw() {
    const thread = this.thread(this.sender.value);
    byId("thread").replaceChildren(...thread.lines.map(bubble));
    this.drawWaiting();
  }

  drawWaiting() {
    const thread = this.thread(this.sender.value);
    const list = byId("thread");
    list.querySelector(".waiting")?.remove();
    if (thread.waiting > 0) list.append(make("p", "bubble theirs waiting", "…"));
    show(byId("thread-idle"), thread.lines.length === 0 && thread.waiting === 0);
    show(byId("thread-language"), Boolean(thread.language));
    if (thread.language) write(byId("thread-language"), languages.of(thread.language));
    toEnd(byId("thread-screen"));
  }
}

function bubble(event) {
  if (event.kind === "Refused") return make("p", "refused", `Not delivered (${event.code}): this phone has said STOP`);
  const mine = event.origin === "person";
  const item = make("p", `bubble ${mine ? "mine" : "theirs"}`);
  item.append(make("span", "hidden", mine ? "Sent: " : "Received: "));
  for (const kind of event.media) item.append(make("span", "bubble-picture", `Picture (${kind.split("/")[1]})`));
  const words = make("span", "bubble-words", event.body);
  if (event.language) words.lang = event.language;
  item.append(words);
  if (!mine) item.append(make("span", "bubble-size", size(event)));
  return item;
}

function size(event) {
  const by = event.origin === "twilio" ? "Twilio itself · " : "";
  return `${by}${event.segments} segment${event.segments > 1 ? "s" : ""} · ${event.encoding}`;
}
