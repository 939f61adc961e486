// The browser's own speech recognition, where it has one; some browsers ask a server of their maker for it.
"use strict";

import { complain, show } from "./elements.js";

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

export class Microphone {
  constructor(button, say) {
    this.language = "en-US";
    if (!Recognition) return;
    show(button, true);
    button.title = "Your browser turns speech into words; some send the sound to their maker for it";
    button.addEventListener("click", () => this.listen(button, say));
  }

  listen(button, say) {
    const recognition = new Recognition();
    recognition.lang = this.language;
    recognition.onstart = () => button.classList.add("is-on");
    recognition.onend = () => button.classList.remove("is-on");
    recognition.onerror = (event) => complain(`the browser did not understand (${event.error}); type it instead`);
    recognition.onresult = (event) => say(event.results[0][0].transcript);
    try {
      recognition.start();
    } catch {
      complain("the browser cannot listen now; type it instead");
    }
  }
}
