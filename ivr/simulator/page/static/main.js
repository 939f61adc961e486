// Opens the stream of what happens, and gives each event to the phones and the network panel.
"use strict";

import { Caller } from "./caller.js";
import { Desks } from "./desks.js";
import { Network } from "./network.js";
import { Sound } from "./sound.js";
import { Switches } from "./switches.js";
import { Texter } from "./texter.js";
import { byId, show } from "./elements.js";

const sound = new Sound(byId("sound"));
const desks = new Desks(sound);
const caller = new Caller(sound, (number) => desks.label(number));
const texter = new Texter(sound);
const network = new Network();
const switches = new Switches();

// What happened before the page was opened is shown, but neither spoken nor rung.
let history = 0;
const stream = new EventSource("/events");

stream.addEventListener("history", (message) => {
  history = Number(message.data);
  show(byId("lost"), false);
});

stream.addEventListener("happened", (message) => {
  const event = JSON.parse(message.data);
  event.fresh = Number(message.lastEventId) > history;
  for (const part of [desks, caller, texter, network]) part.hear(event);
});

stream.addEventListener("state", (message) => {
  const state = JSON.parse(message.data);
  for (const part of [desks, caller, switches]) part.stand(state);
  document.body.dataset.ready = "true";
});

// A page that has lost the line must not look like a quiet one.
stream.addEventListener("error", () => {
  const lost = byId("lost");
  lost.textContent = "The line has stopped, or was started anew. Start it with make run, and open the address that it prints.";
  show(lost, true);
  sound.stopAll();
});
