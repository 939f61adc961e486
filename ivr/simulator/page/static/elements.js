// Small words for the document: find, make, show, ask.
"use strict";

export const byId = (id) => document.getElementById(id);

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

export function show(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
}

// Changing a live region's words to the same words would have them read again.
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// +16172532300 is 617-253-2300 to people.
export function written(number) {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? parts.slice(1).join("-") : number;
}

export function toEnd(screen) {
  screen.scrollTop = screen.scrollHeight;
}

export function announce(text) {
  byId("announcer").textContent = text;
}

const token = document.querySelector("meta[name=page-token]").content;
let hiding;

// Do something at the phones. What cannot be done now is said at the foot of the page, and gives false.
export async function act(path, words = {}) {
  try {
    const answer = await fetch(path, { method: "POST", headers: { "X-Page-Token": token }, body: new URLSearchParams(words) });
    if (answer.ok) return true;
    const said = await answer.text();
    complain(answer.headers.get("Content-Type").includes("json") ? JSON.parse(said).reason : said);
  } catch {
    complain("The line does not answer.");
  }
  return false;
}

export function complain(text) {
  const notice = byId("notice");
  notice.textContent = text[0].toUpperCase() + text.slice(1);
  show(notice, true);
  clearTimeout(hiding);
  hiding = setTimeout(show, 6000, notice, false);
}
