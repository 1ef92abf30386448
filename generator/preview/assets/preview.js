// The preview's page: asks for what is chosen, shows it, and shows it anew when something has changed.
"use strict";
const words = JSON.parse(document.getElementById("words").textContent);
const get = (id) => document.getElementById(id);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const MOST = 8;
const UNFINISHED = new Set(["fuzzy", "missing", "broken"]);

/** An element with attributes and children; texts are only ever text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** What is chosen: kept in the address, so that it is there after a reload and can be kept as a bookmark. */
const wish = new URLSearchParams(location.search);
const chosen = { id: "", number: -1, language: "" };
let views = [];
let asked = 0;
let seen = null;
let wasWrong = false;

async function ask(path, parameters) {
  const answer = await fetch(`${path}?${parameters}`, { cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function wishFor(language) {
  const asking = new URLSearchParams();
  for (const name of ["source", "document", "item", "on"]) if (wish.get(name)) asking.set(name, wish.get(name));
  if (language) asking.set("language", language);
  return asking;
}

// Showing

async function show({ again = false } = {}) {
  const turn = ++asked;
  const languages = [wish.get("language") ?? "", ...(wish.get("beside") ? [wish.get("beside")] : [])];
  try {
    const answers = [];
    for (const language of languages) answers.push(await ask("view", wishFor(language)));
    if (turn !== asked) return;
    views = answers;
  } catch {
    if (turn === asked) setStatus(words.unexpected, true);
    return;
  }
  fillMenu(views[0].menu);
  showPanes();
  showWork(views[0].work);
  showUndo(views[0].edits);
  listTexts();
  document.title = views[0].title ? `${views[0].title} – ${words.preview}` : words.preview;
  const wrong = views.some((view) => view.page === null);
  const time = new Date().toLocaleTimeString(document.documentElement.lang);
  if (wrong) setStatus(fill(words.failed_now, { time }), true);
  else setStatus(again || wasWrong ? fill(words.reloaded, { time }) : words.up_to_date, false);
  wasWrong = wrong;
  if (chosen.id) showMessage();
}

/** What documents lack, and what is due: each with why, and the commands to copy. */
function showWork(work) {
  for (const name of ["lacks", "due", "tags"]) {
    const items = work[name].map(({ what, why, commands }) =>
      make("li", {}, make("p", { class: "what" }, what), make("p", { class: "quiet" }, why), ...commands.map((line) => make("code", {}, line))));
    get(name).replaceChildren(...items);
    const details = get(name).parentElement;
    details.hidden = items.length === 0;
    details.firstElementChild.textContent = fill(words[name], { count: items.length });
  }
  get("work").hidden = work.lacks.length + work.due.length + work.tags.length === 0;
}

function setStatus(text, bad) {
  const status = get("status");
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle("bad", bad);
}

/** Whether it is a layout that is shown: no documents are made of that. */
const isOfLayout = (menu) => menu.documents.length === 0 && menu.source !== "";

function fillMenu(menu) {
  const pairs = [["source", menu.sources], ["document", menu.documents], ["item", menu.items], ["language", menu.languages]];
  for (const [name, options] of pairs) fillSelect(get(name), options, menu[name]);
  fillSelect(get("beside"), [{ key: "", label: words.nothing_beside, group: "" }, ...menu.languages], wish.get("beside") ?? "");
  if (document.activeElement !== get("on")) get("on").value = menu.on;
  get("field-item").hidden = menu.items.length === 0;
  for (const name of ["document", "language", "beside", "on"]) get(`field-${name}`).hidden = isOfLayout(menu);
  for (const name of ["message", "all"]) get(name).hidden = isOfLayout(menu);
  get("work-head").textContent = isOfLayout(menu) ? words.work_layout : words.work;
  for (const name of ["source", "document", "item", "language"]) wish.set(name, menu[name]);
  if (!menu.item) wish.delete("item");
  history.replaceState(null, "", `?${wish}`);
}

function fillSelect(select, options, value) {
  const said = JSON.stringify(options);
  if (select.dataset.said !== said) {
    select.dataset.said = said;
    const groups = new Map();
    for (const option of options) {
      const { key, group } = option;
      if (!groups.has(group)) groups.set(group, group ? make("optgroup", { label: group }) : select);
      groups.get(group).append(make("option", { value: key }, nameOption(option)));
    }
    const parts = [...groups.values()].flatMap((group) => (group === select ? [...select.children].slice(-options.length) : [group]));
    select.replaceChildren(...parts);
  }
  select.value = value;
}

/** What an option is called, and why nothing can be made of it: it can be chosen all the same, and then says more. */
function nameOption({ label, is_possible: isPossible = true, lacks = [] }) {
  if (isPossible) return label;
  return fill(lacks.length ? words.needs : words.impossible, { document: label, fields: lacks.join(", ") });
}

// The documents, side by side

const panes = [];

function showPanes() {
  while (panes.length > views.length) panes.pop().element.remove();
  while (panes.length < views.length) panes.push(makePane());
  views.forEach((view, number) => showPane(panes[number], view));
}

function makePane() {
  const pane = {
    element: make("section", { class: "pane" }),
    head: make("h2"),
    frames: make("div", { class: "frames" }),
    findings: make("div", { class: "findings" }),
    page: null, frame: null, coming: null, place: null,
  };
  pane.element.append(pane.head, pane.frames, pane.findings);
  get("panes").append(pane.element);
  return pane;
}

function showPane(pane, view) {
  const isLayout = isOfLayout(view.menu);
  const name = get("language").querySelector(`option[value="${CSS.escape(view.menu.language)}"]`)?.textContent ?? "";
  pane.head.textContent = fill(words.shown_document, { language: name });
  pane.head.hidden = views.length < 2 && view.page !== null;
  pane.element.setAttribute("aria-label", isLayout ? words.shown_layout : fill(words.shown_document, { language: name }));
  showFindings(pane, view, isLayout);
  pane.frames.hidden = view.page === null;
  const what = JSON.stringify([view.menu.source, view.menu.document, view.menu.item]);
  if (pane.what !== what) pane.place = null;
  pane.what = what;
  if (view.page === null) {
    pane.frames.replaceChildren();
    Object.assign(pane, { page: null, frame: null, coming: null });
  } else if (view.page !== pane.page) {
    pane.page = view.page;
    pane.coming?.remove();
    pane.coming = make("iframe", { class: "coming", sandbox: "allow-scripts", title: view.title, src: `document?page=${view.page}` });
    pane.frames.append(pane.coming);
  }
}

function showFindings(pane, { page, findings }, isLayout) {
  const wrong = page === null;
  pane.findings.hidden = findings.length === 0;
  pane.findings.className = `findings ${wrong ? "wrong" : "told"}`;
  const items = findings.map((finding) => make("li", { class: finding.severity },
    finding.place ? showPlace(finding.place) : null,
    make("p", {}, make("b", {}, `${words[finding.severity]}: `), finding.subject ? make("span", { class: "subject" }, `${finding.subject}: `) : null, finding.message),
    finding.hint ? make("p", { class: "hint" }, `${words.hint}: ${finding.hint}`) : null));
  pane.findings.replaceChildren(
    make("h3", {}, wrong ? (isLayout ? words.wrong_layout : words.wrong) : words.warnings), make("ul", {}, ...items), wrong ? make("p", { class: "quiet" }, words.mend) : "");
  if (findings.length) pane.findings.tabIndex = 0;
  pane.findings.setAttribute("role", "region");
  pane.findings.setAttribute("aria-label", wrong ? words.wrong : words.warnings);
}

function tellFrame(frame, message) {
  frame?.contentWindow?.postMessage(message, "*");
}

addEventListener("message", ({ source, data }) => {
  const pane = panes.find((each) => [each.frame, each.coming].some((frame) => frame && frame.contentWindow === source));
  if (!pane || typeof data !== "object") return;
  if (data.kind === "ready" && pane.coming?.contentWindow === source) prepare(pane);
  if (data.kind === "settled" && pane.coming?.contentWindow === source) swap(pane);
  if (data.kind === "scroll" && pane.frame?.contentWindow === source) follow(pane, data);
  if (data.kind === "select") choose(data.id, data);
});

/** A document that is there but not seen yet goes to where the last one was; then it takes its place. */
function prepare(pane) {
  tellFrame(pane.coming, { kind: "mark", marked: get("marks").checked });
  if (chosen.id) tellFrame(pane.coming, { kind: "choose", id: chosen.id, number: chosen.number });
  if (pane.place) tellFrame(pane.coming, { kind: "go", place: pane.place });
  tellFrame(pane.coming, { kind: "settle" });
}

function swap(pane) {
  const hadFocus = document.activeElement === pane.frame;
  pane.frame?.remove();
  pane.frame = pane.coming;
  pane.coming = null;
  pane.frame.classList.remove("coming");
  if (hadFocus) {
    pane.frame.focus();
    if (chosen.id) tellFrame(pane.frame, { kind: "choose", id: chosen.id, number: chosen.number, focus: true });
  }
}

/** The other document goes along, if it is the reader who scrolls. */
function follow(pane, { place, own }) {
  pane.place = place;
  if (!own) return;
  for (const other of panes) {
    if (other === pane || other.what !== pane.what) continue;
    other.place = place;
    tellFrame(other.frame, { kind: "go", place });
  }
}

// The texts

function listTexts() {
  const unfinished = document.querySelector("input[name=filter]:checked").value === "unfinished";
  const search = get("search").value.toLowerCase();
  const texts = new Map();
  for (const view of views) {
    for (const text of view.messages) {
      const known = texts.get(text.id);
      texts.set(text.id, { ...text, states: { ...known?.states, ...text.states }, marked: text.marked || known?.marked });
    }
  }
  const counts = { fuzzy: 0, missing: 0, broken: 0 };
  for (const { states } of texts.values()) for (const state of Object.values(states)) if (state in counts) counts[state] += 1;
  const translated = views.some((view) => view.languages.some(({ tag }) => tag !== "sv"));
  const done = !Object.values(counts).some(Boolean);
  get("number").textContent = texts.size ? `(${texts.size})` : "";
  get("counts").textContent = !translated ? "" : done ? words.all_done
    : fill(words.counts, { missing: counts.missing + counts.broken, fuzzy: counts.fuzzy });
  const shown = [...texts.values()].filter(({ text, states }) =>
    text.toLowerCase().includes(search) && (!unfinished || Object.values(states).some((state) => UNFINISHED.has(state))));
  get("list").replaceChildren(...(shown.length ? shown.map(makeItem) : [make("li", { class: "quiet" }, words.no_texts)]));
}

function makeItem({ id, text, states }) {
  const marks = Object.entries(states).filter(([, state]) => UNFINISHED.has(state));
  const button = make("button", { type: "button", "data-id": id, "aria-current": id === chosen.id ? "true" : null },
    make("span", { class: "line", lang: "sv" }, text),
    ...marks.map(([language, state]) => make("span", { class: `state ${state}` }, `${language}: ${words[state]} `)));
  button.addEventListener("click", () => choose(id, { reveal: true }));
  return make("li", {}, button);
}

/** Choose a text: here, or in a document. */
function choose(id, { number = -1, language = "", reveal = false, move = false, open = false }) {
  Object.assign(chosen, { id, number, language });
  for (const pane of panes) tellFrame(pane.frame, { kind: "choose", id, number, reveal });
  for (const button of get("list").querySelectorAll("button")) {
    const current = button.dataset.id === id;
    if (current) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    if (current && !reveal) button.scrollIntoView({ block: "nearest" });
  }
  showMessage().then(() => {
    const message = get("message");
    message.scrollIntoView({ block: "nearest" });
    const edited = findEdited(language);
    if (open && editor && edited) openEditor(id, edited, goBack);
    else if (move) message.focus();
  });
}

async function showMessage() {
  const { id } = chosen;
  let message;
  try {
    message = await ask("message", new URLSearchParams({ id }));
  } catch {
    return;
  }
  if (id !== chosen.id) return;
  const details = message.findings ? tellTrouble(message.findings) : describe(message);
  const focused = get("details").contains(document.activeElement) ? document.activeElement.dataset.copy : undefined;
  get("details").replaceChildren(...details);
  if (focused) get("details").querySelector(`[data-copy="${CSS.escape(focused)}"]`)?.focus();
}

function tellTrouble(findings) {
  return findings.flatMap(({ place, message }) => [place ? showPlace(place) : null, make("p", {}, message)]).filter(Boolean);
}

function describe(message) {
  const shown = new Set(views.flatMap((view) => view.languages.map(({ tag }) => tag)));
  const first = (each) => (each.language === chosen.language ? 0 : shown.has(each.language) ? 1 : 2);
  const translations = [...message.translations].sort((one, other) => first(one) - first(other));
  const marked = views.some((view) => view.messages.some(({ id, marked: known }) => id === message.id && known));
  const elsewhere = (place) => (place.includes(`content/${wish.get("document")}.md:`) ? 0 : 1);
  const places = [...message.places].sort((one, other) => elsewhere(one) - elsewhere(other));
  return [
    make("h3", {}, words.source_text),
    make("p", { class: "words", lang: "sv" }, message.text),
    ...places.slice(0, 1).map(showPlace),
    ...translations.flatMap(describeTranslation),
    ...(message.context ? [make("h3", {}, words.context), make("p", {}, message.context)] : []),
    ...(message.comment ? [make("h3", {}, words.comment), make("p", { class: "comment" }, message.comment)] : []),
    ...(places.length > 1 ? [make("h3", {}, words.also), listPlaces(places.slice(1))] : []),
    marked ? makeBack() : make("p", { class: "quiet" }, words.not_in_text),
  ];
}

function makeBack() {
  const button = make("button", { type: "button" }, words.back);
  button.addEventListener("click", goBack);
  return make("p", { class: "place" }, button);
}

/** The chosen text, in the document. */
function goBack() {
  const pane = panes.find(({ frame }) => frame);
  pane?.frame.focus();
  tellFrame(pane?.frame, { kind: "choose", id: chosen.id, number: chosen.number, reveal: true, focus: true });
}

function describeTranslation({ language, name, state, strings, place, comments, previous, findings }) {
  const said = strings.filter(Boolean);
  return [
    make("h3", {}, make("b", { lang: language }, name), make("span", { class: `state ${state}` }, words[state])),
    ...(said.length ? said.map((string) => make("p", { class: `words ${state}`, lang: language }, string)) : [make("p", { class: "quiet" }, words.no_translation)]),
    showPlace(place),
    ...(editor ? [makeEdit(language, name)] : []),
    ...findings.map(({ message }) => make("p", { class: "state broken" }, message)),
    ...(previous ? [make("h3", {}, words.previous), make("p", { class: "words", lang: "sv" }, previous)] : []),
    ...(comments.length ? [make("h3", {}, words.translators_comment), make("p", {}, comments.join("\n"))] : []),
  ];
}

function listPlaces(places) {
  const items = places.slice(0, MOST).map((place) => make("li", {}, showPlace(place)));
  if (places.length > MOST) items.push(make("li", { class: "quiet" }, words.more_places));
  return make("ul", { class: "places" }, ...items);
}

function showPlace(place) {
  const button = make("button", { type: "button", "data-copy": place, "aria-label": `${words.copy} ${place}` }, words.copy);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(place);
      setStatus(fill(words.copied, { text: place }), false);
    } catch {
      setStatus(words.not_copied, false);
    }
  });
  const parts = place.split(/(?<=[/\\])/).flatMap((part) => [part, make("wbr")]);
  return make("p", { class: "place" }, make("code", {}, ...parts), button);
}

// Editing: only where the page was started with it

const editor = get("editor");
let sheet = null;
let isWarned = false;
let leave = null;

/** The language that a click edits: that of the text, or of a Swedish text the one that stands beside it. */
function findEdited(language) {
  return language !== "sv" ? language : views.flatMap((view) => view.languages).find(({ tag }) => tag !== "sv")?.tag;
}

function showUndo(edits) {
  if (editor) get("undo").hidden = !edits;
}

async function send(path, body) {
  const answer = await fetch(path, {
    method: "POST", cache: "no-store", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function makeEdit(language, name) {
  const button = make("button", { type: "button", "data-copy": `edit ${language}`, "aria-label": `${words.edit}: ${name}` }, words.edit);
  button.addEventListener("click", () => openEditor(chosen.id, language));
  return make("p", { class: "place" }, button);
}

async function openEditor(id, language, after = null) {
  leave = after;
  try {
    sheet = { id, ...(await ask("sheet", new URLSearchParams({ id, language }))) };
  } catch {
    setStatus(words.unexpected, true);
    return;
  }
  get("editor-head").textContent = fill(words.edit_in, { language: sheet.name });
  get("editor-source").replaceChildren(...describeSheet());
  const boxes = sheet.strings.map(makeBox);
  get("editor-forms").replaceChildren(...boxes);
  tellInEditor("", []);
  if (!editor.open) editor.showModal();
  boxes[0].querySelector("textarea").focus();
}

function describeSheet() {
  const notes = [sheet.comment, ...sheet.remarks].filter(Boolean).join("\n");
  return [
    make("h3", {}, words.source_text), make("p", { class: "words", lang: "sv" }, sheet.text),
    ...(sheet.plural ? [make("h3", {}, words.source_many), make("p", { class: "words", lang: "sv" }, sheet.plural)] : []),
    ...(notes ? [make("h3", {}, words.notes), make("p", { class: "comment" }, notes)] : []),
    ...(sheet.placeholders.length ? [make("h3", {}, words.placeholders), make("p", { class: "names" }, ...sheet.placeholders.map(makeName))] : []),
    make("p", { class: "quiet" }, `${words.written_to} `, make("code", {}, sheet.file)),
  ];
}

/** A placeholder that is put where the cursor last was. */
function makeName(name) {
  const button = make("button", { type: "button" }, make("code", {}, name));
  button.addEventListener("click", () => {
    const box = editor.querySelector("textarea.last") ?? editor.querySelector("textarea");
    box.setRangeText(name, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input"));
    box.focus();
  });
  return button;
}

function makeBox(string, number) {
  const label = sheet.forms.length ? fill(words.form, { numbers: sheet.forms[number] }) : fill(words.edit_in, { language: sheet.name });
  const box = make("textarea", { id: `form-${number}`, lang: sheet.language, rows: string.length > 200 ? 8 : 4, spellcheck: "true" });
  box.value = string;
  box.addEventListener("input", () => tellInEditor("", []));
  box.addEventListener("focus", () => {
    for (const other of editor.querySelectorAll("textarea")) other.classList.toggle("last", other === box);
  });
  return make("p", {}, make("label", { for: `form-${number}` }, label), box);
}

function tellInEditor(kind, findings, present = null) {
  isWarned = kind === "warned";
  get("save").textContent = isWarned ? words.save_anyway : words.save;
  get("editor-told").className = kind;
  const items = findings.map(({ subject, message, hint }) => make("li", {},
    make("p", {}, subject ? make("code", {}, subject) : null, subject ? " " : null, message), hint ? make("p", { class: "quiet" }, hint) : null));
  const there = present ? [make("h3", {}, words.stands_there), ...present.map((string) => make("p", { class: "words", lang: sheet.language }, string))] : [];
  get("editor-told").replaceChildren(...(kind ? [make("p", {}, make("b", {}, words[kind])), make("ul", {}, ...items), ...there] : []));
  get("editor-told").scrollIntoView({ block: "nearest" });
}

async function saveEdit() {
  const strings = [...editor.querySelectorAll("textarea")].map(({ value }) => value);
  const { id, language, stamp } = sheet;
  try {
    const told = await send("save", { id, language, stamp, strings, anyway: isWarned });
    showUndo(told.edits);
    if (told.state === "saved") {
      editor.close();
      setStatus(words.saved, false);
    } else if (told.state === "changed") {
      const now = await ask("sheet", new URLSearchParams({ id, language }));
      sheet = { id, ...now };
      tellInEditor("changed", told.findings, now.strings);
    } else {
      tellInEditor(told.state, told.findings);
    }
  } catch {
    tellInEditor("not_saved", []);
  }
}

async function undoEdit() {
  try {
    const told = await send("undo", {});
    showUndo(told.edits);
    const said = told.findings.flatMap(({ message, hint }) => [message, hint]).filter(Boolean).join(" – ");
    setStatus(told.state === "undone" ? fill(words.undone, { text: told.text }) : said, told.state !== "undone");
    if (get("undo").hidden) get("texts").focus();
  } catch {
    setStatus(words.unexpected, true);
  }
}

if (editor) {
  get("edit").addEventListener("submit", (event) => {
    event.preventDefault();
    saveEdit();
  });
  get("edit").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) get("edit").requestSubmit();
  });
  get("cancel").addEventListener("click", () => editor.close());
  editor.addEventListener("close", () => leave?.());
  get("undo").addEventListener("click", undoEdit);
}

// What the user does

get("choices").addEventListener("submit", (event) => event.preventDefault());
get("choices").addEventListener("change", ({ target }) => {
  if (target.value) wish.set(target.id, target.value);
  else wish.delete(target.id);
  if (target.id === "source" || target.id === "document") wish.delete("item");
  history.replaceState(null, "", `?${wish}`);
  show();
});
get("marks").addEventListener("change", ({ target }) => {
  for (const pane of panes) tellFrame(pane.frame, { kind: "mark", marked: target.checked });
});
get("search").addEventListener("input", listTexts);
for (const button of document.querySelectorAll("input[name=filter]")) button.addEventListener("change", listTexts);
get("message").addEventListener("keydown", (event) => {
  if (event.key === "Escape") goBack();
});

// Word of changes
const changes = new EventSource("changes");
changes.addEventListener("message", ({ data }) => {
  const again = seen !== null;
  if (data !== seen) show({ again });
  else setStatus(words.up_to_date, false);
  seen = data;
});
changes.addEventListener("error", () => setStatus(words.gone, true));
