// The operator's desk: calls, the caller's card, and a note that is kept while it is written.

import { Acts } from "./acts.js";
import { element, rootOf } from "./dom.js";
import { hold } from "./morph.js";

const SAVE_AFTER_MS = 600;
const TRY_AGAIN_MS = 2000;
const desks = new WeakMap();

export default function mount({ parentElement, data, setTriggerValue }) {
  const root = rootOf(parentElement, data);
  if (!desks.has(root)) {
    desks.set(root, { acts: new Acts(data.actsDone), drafts: new Map(), unkept: new Map(), refused: new Set() });
    root.addEventListener("click", (event) => choose(event, root));
    root.addEventListener("submit", (event) => find(event, root));
    root.addEventListener("input", (event) => typed(event, root));
    root.addEventListener("focusout", () => keep(root));
    addEventListener("pagehide", () => keepLast(root));
  }
  const desk = desks.get(root);
  desk.words = data.words;
  desk.acts.update(data, setTriggerValue);
  if (desk.seen === undefined) watch(root, desk, data.revision);
  hold(root, [aside(data), main(data, desk)]);
  for (const form of root.querySelectorAll(".note[data-call]")) fill(form, desk, data.note);
  root.dataset.ready = "desk";
  return () => keep(root);
}

// Waits for changes as long as the desk is there, and has it made anew for each.
async function watch(root, desk, revision) {
  desk.seen = revision;
  while (root.isConnected) {
    try {
      const answer = await fetch(`/api/v1/desk/changes?since=${encodeURIComponent(desk.seen)}`);
      if (answer.status === 401 || answer.status === 403) return desk.acts.look();
      const now = (await answer.json()).revision;
      if (now !== desk.seen) desk.acts.look();
      desk.seen = now;
    } catch {
      await pause();
    }
  }
}

const pause = () => new Promise((wake) => setTimeout(wake, TRY_AGAIN_MS));

function choose(event, root) {
  const chosen = event.target.closest("[data-choose]");
  if (chosen) desks.get(root).acts.ask({ choose: chosen.dataset.choose });
}

function find(event, root) {
  event.preventDefault();
  const fields = new FormData(event.target);
  const text = (fields.get("text") ?? "").trim();
  if (text) desks.get(root).acts.ask({ find: { text, client: fields.get("client") ?? "" } });
}

// A note is filled in once; from then on it is the operator's, and only sent.
function fill(form, desk, note) {
  if (form.filled) return;
  form.filled = true;
  const draft = desk.drafts.get(note.call) ?? note;
  form.querySelector("textarea").value = draft.text;
  form.querySelector("select").value = draft.disposition;
}

function typed(event, root) {
  const form = event.target.closest(".note[data-call]");
  if (!form) return;
  const desk = desks.get(root);
  const { call } = form.dataset;
  const note = { text: form.querySelector("textarea").value, disposition: form.querySelector("select").value };
  desk.drafts.set(call, note);
  desk.unkept.set(call, note);
  desk.refused.delete(call);
  showKept(root, desk, call);
  clearTimeout(desk.timer);
  desk.timer = setTimeout(() => keep(root), SAVE_AFTER_MS);
}

// One note at a time, so that what was typed last is also kept last.
async function keep(root) {
  const desk = desks.get(root);
  clearTimeout(desk.timer);
  if (desk.keeping) return;
  desk.keeping = true;
  while (desk.unkept.size) {
    const [call, note] = desk.unkept.entries().next().value;
    if (await sent(call, note, desk)) {
      if (desk.unkept.get(call) === note) desk.unkept.delete(call);
    } else {
      await pause();
    }
  }
  desk.keeping = false;
}

// A page that is being left cannot wait for an answer.
function keepLast(root) {
  const desk = desks.get(root);
  for (const [call, note] of desk.unkept) sent(call, note, desk);
}

// Whether it need not be sent again: it is kept, or will never be.
async function sent(call, note, desk) {
  try {
    const answer = await fetch(`/api/v1/desk/notes/${encodeURIComponent(call)}`, {
      method: "PUT",
      body: JSON.stringify(note),
      headers: { "Content-Type": "application/json" },
      keepalive: true,
    });
    if (answer.status >= 500) return false;
    if (!answer.ok) {
      desk.refused.add(call);
      desk.acts.look();
    }
    return true;
  } catch {
    return false;
  }
}

function showKept(root, desk, call) {
  const shown = root.querySelector(`.note[data-call="${CSS.escape(call)}"] .saved`);
  if (shown) shown.textContent = kept(desk, { call });
}

function kept(desk, note) {
  if (desk.refused.has(note.call)) return desk.words.not_saved;
  if (desk.unkept.has(note.call)) return desk.words.keeping;
  return note.saved || desk.words.kept_as_typed;
}

function filled(tag, className, attributes, ...children) {
  const made = element(tag, className, "", attributes);
  made.append(...children.filter(Boolean));
  return made;
}

function badges(list, className = "badges") {
  return filled("div", className, { hidden: !list.length },
    ...list.map((one) => element("span", `badge ${one.tone}`, one.label)));
}

function aside(data) {
  const { words } = data;
  const calls = data.calls.map((one) =>
    filled("button", "pick", { type: "button", "data-key": one.id, "data-choose": one.id, "aria-pressed": String(one.chosen) },
      filled("span", "row", {}, element("strong", "", one.who), element("time", "", one.at)),
      filled("span", "row", {}, element("span", "small", one.second), element("span", `badge ${one.badge.tone}`, one.badge.label))));
  const none = calls.length ? null : element("p", "small", words.no_calls);
  return filled("aside", "calls", { "data-key": "calls" },
    element("h1", "", words.heading), data.mayFind && search(data), filled("div", "list", {}, ...calls, none));
}

function search(data) {
  const { words } = data;
  const clients = data.clients.length > 1
    ? filled("select", "", { name: "client", "aria-label": words.client },
      ...data.clients.map((one) => element("option", "", one.label, { value: one.value })))
    : data.clients.length === 1 && element("input", "", "", { type: "hidden", name: "client", value: data.clients[0].value });
  return filled("form", "find", { "data-key": "find", role: "search" },
    clients,
    filled("span", "row", {},
      element("input", "", "", { name: "text", "aria-label": words.find_hint, placeholder: words.find_hint, maxlength: 60, autocomplete: "off" }),
      element("button", "", words.find, { type: "submit" })),
    element("p", "small missing", data.notFound, { role: "status", hidden: !data.notFound }));
}

function main(data, desk) {
  const card = data.card ? cardOf(data.card, data.words) : nobody(data.nobody);
  return filled("main", `desk ${data.note ? "" : "alone"}`, { "data-key": "main" },
    data.call && strip(data.call, data.words),
    data.note && noteOf(data.note, desk),
    card);
}

function strip(call, words) {
  const told = call.told.map((one) =>
    filled("li", "told", {}, element("span", "", one.slot), element("strong", "", one.value || words.given)));
  const lines = call.lines.map((one) => {
    const text = element("span", "text");
    for (const piece of one.pieces) text.append(piece.tag ? element("span", "tag", piece.text) : piece.text);
    return filled("p", `line ${one.channel}`, { "data-key": `line ${one.number}` }, element("span", "side", one.who), text);
  });
  return filled("section", "strip", { "data-key": "strip", "data-call": call.id },
    filled("div", "row", {}, element("strong", "", call.title), element("span", "product", call.product, { hidden: !call.product }),
      badges(call.badges), badges(call.journey)),
    filled("div", "said", { hidden: !told.length }, element("h3", "", words.told), filled("ul", "", {}, ...told)),
    filled("div", "lines", { hidden: !lines.length }, ...lines));
}

function noteOf(note, desk) {
  const { words } = desk;
  const form = filled("section", "note", { "data-key": `note ${note.call}`, "data-call": note.mayWrite && note.call },
    element("h3", "", words.note));
  if (note.mayWrite) {
    form.append(
      element("textarea", "", "", { rows: 5, maxlength: 2000, placeholder: words.note_hint, "aria-label": words.note, "data-key": "text" }),
      filled("label", "result", { "data-key": "result" }, element("span", "", words.result),
        filled("select", "", {}, ...note.dispositions.map((one) => element("option", "", one.label, { value: one.value })))),
      element("p", "small saved", kept(desk, note), { role: "status", "data-key": "saved" }));
  }
  for (const one of note.others) {
    form.append(filled("p", "other", {}, element("strong", "", one.who),
      element("span", "badge", one.result, { hidden: !one.result }), element("span", "", one.text)));
  }
  if (!note.mayWrite && !note.others.length) form.append(element("p", "small", words.no_note));
  return form;
}

function nobody(told) {
  return filled("section", "empty-state", { "data-key": "nobody" },
    element("h2", "", told.title), element("p", "", told.text));
}

function cardOf(card, words) {
  return filled("article", "card", { "data-key": `card ${card.key}`, "data-customer": card.key },
    filled("header", "row", {},
      filled("div", "name", {}, element("span", "reading", card.reading, { hidden: !card.reading }),
        element("h2", "", card.name, { lang: card.language || null })),
      badges(card.badges)),
    filled("dl", "facts", {}, ...card.facts.map((one) =>
      filled("div", one.name, {}, element("dt", "", one.label), element("dd", "", one.value)))),
    element("p", "small", card.hidden, { hidden: !card.hidden }),
    part("cases", words.cases, card.cases.map(caseOf), words.no_cases),
    part("products", words.products, card.products.map(productOf), words.no_products),
    part("history", words.history, card.history.map(entry), words.no_history));
}

function part(name, title, rows, none) {
  return filled("section", `part ${name}`, { "data-key": name }, element("h3", "", title),
    rows.length ? filled("ul", "", {}, ...rows) : element("p", "small", none));
}

function caseOf(one) {
  return filled("li", "case", { "data-key": one.number },
    filled("div", "row", {}, element("strong", "", one.topic), element("span", "badge warn", one.state, { hidden: !one.state })),
    element("p", "promise", one.promised, { hidden: !one.promised }),
    element("span", "small", `${one.number} · ${one.since}`));
}

function productOf(one) {
  return filled("li", `product ${one.spoken ? "spoken" : ""}`, { "data-key": one.serial },
    element("strong", "", one.model), element("span", "serial", one.serial),
    element("span", `badge ${one.warranty.tone}`, one.warranty.label));
}

function entry(one) {
  const text = one.href ? element("a", "", one.text, { href: one.href }) : element("span", "", one.text);
  return filled("li", `entry ${one.kind}`, {},
    filled("span", "when", {}, element("time", "", one.on), element("span", "", one.time)),
    element("span", "kind", one.label),
    filled("span", "what", {}, text, element("span", "small", one.second, { hidden: !one.second })));
}
