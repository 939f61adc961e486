// The network panel: a line for everything that happened, and behind each request all of it.
"use strict";

import { act, byId, complain, make, show, toEnd } from "./elements.js";

const MOST_LINES = 500;
const NEAR_PIXELS = 40;
const PURPOSES = { call: "call", text: "text", status: "callback" };

export class Network {
  constructor() {
    this.log = byId("log");
    for (const radio of document.querySelectorAll("[name=shown]")) {
      radio.addEventListener("change", () => { this.log.dataset.shown = radio.value; });
    }
    byId("copy").addEventListener("click", () => this.copy());
    byId("rewind").addEventListener("click", () => this.clear());
  }

  hear(event) {
    const line = draw(event);
    if (!line) return;
    show(byId("log-empty"), false);
    // It follows what happens, unless somebody has scrolled back to read.
    const follows = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_PIXELS;
    this.log.append(line);
    if (this.log.children.length > MOST_LINES) this.log.firstElementChild.remove();
    if (follows) toEnd(this.log);
  }

  async clear() {
    if (!await act("/tape/rewind")) return;
    this.log.replaceChildren();
    show(byId("log-empty"), true);
  }

  async copy() {
    const answer = await fetch("/conversation", { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return complain("the line does not answer");
    const text = await answer.text();
    if (!text) return complain("nobody has called or texted yet");
    byId("copied-text").value = text;
    byId("copied-hint").textContent = await copied(text)
      ? "Copied. Kept in tests/conversations, it is played with every test run."
      : "Select it and copy it. Kept in tests/conversations, it is played with every test run.";
    byId("copied").showModal();
    return undefined;
  }
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function draw(event) {
  if (event.kind === "Webhook") return drawWebhook(event);
  if (event.kind === "RestCall") return drawRest(event);
  if (!event.line) return null;
  const line = row(event, event.kind === "Broke" ? "broke" : "people");
  const words = make("span", "row-line", event.line);
  line.append(make("div", "row-head"));
  line.firstChild.append(time(event), words);
  return line;
}

function drawWebhook(event) {
  const line = row(event, event.purpose === "status" ? "status" : "webhook");
  const wrong = event.reply?.lines.flatMap((one) => one.wrong) ?? [];
  const failed = !event.reply || event.reply.status >= 300 || wrong.length > 0;
  line.classList.toggle("is-bad", failed);
  const details = make("details");
  const head = make("summary", "row-head");
  head.append(time(event), make("span", "badge", PURPOSES[event.purpose]), make("span", "row-path", event.path));
  if (event.repeated) head.append(make("span", "badge again", "sent again"));
  head.append(make("span", "row-status", event.reply ? String(event.reply.status) : "no answer"), took(event));
  details.append(head);
  if (wrong.length) details.append(problems(wrong));
  if (event.reply?.lines.length) details.append(drawDocument(event.reply.lines));
  if (event.query.length) details.append(table("In the address", event.query));
  if (event.form.length) details.append(table("Parameters", event.form));
  line.append(details);
  return line;
}

function drawRest(event) {
  const line = row(event, "rest");
  line.classList.toggle("is-bad", event.status >= 400);
  const details = make("details");
  const head = make("summary", "row-head");
  const path = event.path.replace(/^\/[^/]+\/Accounts\/[^/]+/, "");
  head.append(time(event), make("span", "badge rest", "REST"), make("span", "row-path", `${event.method} ${path.split("?")[0]}`));
  head.append(make("span", "row-status", String(event.status)), took(event));
  details.append(head, table("Asked for", [[event.method, event.path], ...event.form]));
  line.append(details);
  return line;
}

function row(event, kind) {
  const line = make("li", `row is-${kind}`);
  line.dataset.kind = kind;
  return line;
}

function time(event) {
  const seconds = Math.floor(event.at);
  return make("span", "row-time", `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
}

function took(event) {
  const ms = event.seconds * 1000;
  return make("span", "row-took", ms < 1000 ? `${Math.round(ms)} ms` : `${event.seconds.toFixed(1)} s`);
}

function table(title, pairs) {
  const section = make("div", "pairs");
  section.append(make("h3", "", title));
  const list = make("dl");
  for (const [name, value] of pairs) {
    const pair = make("div");
    pair.append(make("dt", "", name), make("dd", value === "" ? "is-empty" : "", value === "" ? "empty" : value));
    list.append(pair);
  }
  section.append(list);
  return section;
}

function problems(wrong) {
  const list = make("ul", "problems");
  for (const reason of wrong) list.append(make("li", "", reason));
  return list;
}

function drawDocument(lines) {
  const section = make("div", "twiml");
  section.append(make("h3", "", "TwiML"));
  const code = make("pre");
  code.tabIndex = 0;
  code.setAttribute("aria-label", "TwiML");
  for (const one of lines) {
    const line = make("span", one.wrong.length ? "code is-wrong" : "code");
    line.dataset.depth = String(Math.min(one.depth, 6));
    if (one.wrong.length) line.title = one.wrong.join("; ");
    for (const [role, text] of one.spans) line.append(make(role === "wrong" ? "mark" : "span", `code-${role}`, text));
    code.append(line);
  }
  section.append(code);
  return section;
}
