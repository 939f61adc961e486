// The desk works without this file. It keeps the clocks going, says when a report arrives, and offers to print.
"use strict";

const start = Date.now();

// As ivr/desk/wording.py says it.
function since(milliseconds) {
  const minutes = Math.max(0, Math.floor(milliseconds / 60000));
  const hours = Math.floor(minutes / 60);
  if (minutes < 1) return "under 1 min";
  if (hours < 1) return `${minutes} min`;
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${Math.floor(hours / 24)} days`;
}

// Counted from the server's clock and not from the browser's, so that both show the same.
function tick() {
  for (const clock of document.querySelectorAll("time.since")) {
    const atLoad = Date.parse(clock.dataset.now) - Date.parse(clock.dateTime);
    const words = since(atLoad + Date.now() - start);
    if (clock.textContent !== words) clock.textContent = words;
  }
}

// Says it once per change: a screen reader must not hear it again each half minute.
async function lookForNew(news) {
  const known = new Set(news.dataset.waiting.split(" "));
  const answer = await fetch("/waiting", { cache: "no-store" });
  const fresh = (await answer.json()).filter((id) => !known.has(id)).length;
  const words = fresh ? `${fresh} new report${fresh > 1 ? "s" : ""} arrived. Check for new ones to see ${fresh > 1 ? "them" : "it"}.` : "";
  if (news.textContent !== words) news.textContent = words;
}

// A desk that has stopped must not look like a quiet one.
function askAgain(news) {
  lookForNew(news).catch(() => {
    news.textContent = "The desk does not answer any more: this list is not kept up to date. Start it again.";
  });
}

setInterval(tick, 5000);

const news = document.getElementById("news");
if (news) setInterval(askAgain, 15000, news);

const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
