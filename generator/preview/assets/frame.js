// Runs in a document's frame: tells the page which text is chosen and where the document is scrolled to. Knows nothing else.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const texts = [...document.querySelectorAll("[data-message]")];
  const read = (text) => text.dataset.message.split(" ");
  const tell = (message) => parent.postMessage(message, "*");
  let silent = 0;

  for (const text of texts) {
    // A drawing is one picture to who doesn't see it, and a place to fill in is gone to itself: the list has their words.
    const isApart = text.closest("svg") || text.querySelector("input, select, textarea");
    if (!isApart && !text.parentElement.closest("[data-message]")) text.tabIndex = 0;
  }
  const select = (text, { move = false, open = false } = {}) => {
    const [language, id] = read(text);
    tell({ kind: "select", language, id, number: texts.indexOf(text), move, open });
  };
  addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && !link.getAttribute("href").startsWith("#")) event.preventDefault();
    const text = event.target.closest("[data-message]");
    if (text && !String(getSelection())) select(text, { open: true });
  });
  addEventListener("focusin", (event) => {
    if (event.target.matches("[data-message]:focus-visible")) select(event.target);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-message]")) {
      event.preventDefault();
      select(event.target, { move: true, open: true });
    }
  });

  // The place: the first text that is seen, and how far below the top it begins. Lines change their length; texts stay.
  const findPlace = () => {
    const number = texts.findIndex((text) => text.getBoundingClientRect().bottom > 0);
    return { number, top: number < 0 ? 0 : texts[number].getBoundingClientRect().top, y: scrollY };
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      tell({ kind: "scroll", place: findPlace(), own: performance.now() > silent });
    });
  });
  const goTo = (place) => {
    silent = performance.now() + 150;
    const text = texts[place.number];
    if (place.y === 0 || !text) scrollTo(0, place.y);
    else scrollBy(0, text.getBoundingClientRect().top - place.top);
  };
  // A drawing and the words in its place say the same, and one of them is seen, by the room that there is.
  const isSeen = (text) => text.getClientRects().length > 0;
  const choose = (id, number, reveal, focus) => {
    const found = texts.filter((text) => read(text)[1] === id);
    for (const text of texts) text.classList.toggle("chosen", found.includes(text));
    const first = texts[number] && read(texts[number])[1] === id ? texts[number] : found.find(isSeen) || found[0];
    if (first && reveal) first.scrollIntoView({ block: "center" });
    if (first && focus) {
      first.tabIndex = first.tabIndex < 0 ? -1 : 0;
      first.focus({ preventScroll: true });
    }
  };
  addEventListener("message", ({ source, data }) => {
    if (source !== parent) return;
    if (data.kind === "go") goTo(data.place);
    if (data.kind === "choose") choose(data.id, data.number, data.reveal, data.focus);
    if (data.kind === "mark") document.documentElement.classList.toggle("marked", data.marked);
    if (data.kind === "settle") tell({ kind: "settled" });
  });
  tell({ kind: "ready" });
});
