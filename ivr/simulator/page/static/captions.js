// What one phone hears and says, as lines; the one that is being heard stands out.
"use strict";

import { make, toEnd } from "./elements.js";

const MOST_LINES = 200;

export class Captions {
  constructor(list, screen) {
    this.list = list;
    this.screen = screen;
  }

  clear() {
    this.list.replaceChildren();
  }

  heard(text, language) {
    const line = this.add("heard", text.startsWith("[play ") ? "♪ a recording" : text, language);
    this.settle();
    line.classList.add("is-now");
  }

  said(text) { this.add("said", text); }
  pressed(keys) { this.add("said pressed", `pressed ${keys.replaceAll("*", "∗")}`); }
  other(text, who) { this.add("other", text).dataset.who = who; }
  note(text) { this.add("note", text); }

  cut() {
    this.list.querySelector(".is-now")?.classList.add("is-cut");
    this.settle();
  }

  settle() {
    for (const line of this.list.querySelectorAll(".is-now")) line.classList.remove("is-now");
  }

  add(className, text, language = "") {
    const line = make("p", className, text);
    if (language) line.lang = language;
    this.list.append(line);
    while (this.list.children.length > MOST_LINES) this.list.firstElementChild.remove();
    toEnd(this.screen);
    return line;
  }
}
