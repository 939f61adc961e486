// The failure switches: each says what is broken, and what the person on the phone should notice.
"use strict";

import { act, byId, make, write } from "./elements.js";

export class Switches {
  constructor() {
    this.buttons = new Map();
  }

  stand(state) {
    for (const one of state.switches) {
      if (!this.buttons.has(one.name)) this.add(one);
      const button = this.buttons.get(one.name);
      button.setAttribute("aria-checked", String(one.broken));
    }
    const broken = state.switches.filter((one) => one.broken).length;
    document.body.dataset.broken = String(broken);
  }

  add(one) {
    const item = make("li", "switch");
    const button = make("button", "switch-button");
    button.type = "button";
    button.id = `switch-${one.name}`;
    button.setAttribute("role", "switch");
    button.setAttribute("aria-describedby", `notice-${one.name}`);
    button.append(make("span", "switch-knob"), make("span", "switch-label", one.label));
    const notice = make("p", "hint", one.notice);
    notice.id = `notice-${one.name}`;
    button.addEventListener("click", () => this.turn(button, one.name));
    item.append(button, notice);
    byId("switches").append(item);
    this.buttons.set(one.name, button);
  }

  async turn(button, name) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    const way = button.getAttribute("aria-checked") === "true" ? "mend" : "break";
    await act(`/switches/${name}/${way}`);
    button.removeAttribute("aria-busy");
  }
}
