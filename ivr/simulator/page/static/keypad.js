// The twelve keys of a telephone, and the number keys of a keyboard while the phone has the focus.
"use strict";

import { make } from "./elements.js";

const LETTERS = { 2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ", 0: "+" };
const NAMES = { "*": "star", "#": "pound" };

export function makeKeypad(group, phone, press) {
  const keys = "123456789*0#".split("").map((key) => {
    const button = make("button", "key");
    button.type = "button";
    button.dataset.key = key;
    button.disabled = true;
    button.append(make("span", "key-digit", key === "*" ? "∗" : key));
    if (LETTERS[key]) {
      const letters = make("span", "key-letters", LETTERS[key]);
      letters.setAttribute("aria-hidden", "true");
      button.append(letters);
    }
    if (NAMES[key]) button.setAttribute("aria-label", NAMES[key]);
    button.addEventListener("click", () => press(key));
    group.append(button);
    return button;
  });
  // Only while the focus is on this phone: a shortcut that works everywhere gets in the way of screen readers.
  phone.addEventListener("keydown", (event) => {
    if (event.target.matches("input:not([type=checkbox]), textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const button = keys.find((one) => one.dataset.key === event.key);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.classList.add("is-down");
    setTimeout(() => button.classList.remove("is-down"), 150);
    press(event.key);
  });
  return (enabled) => { for (const button of keys) button.disabled = !enabled; };
}
