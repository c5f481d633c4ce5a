// Promises to call back: one row each, the most urgent first, with what may be done about it.

import { Acts } from "./acts.js";
import { button, element, rootOf } from "./dom.js";
import { hold } from "./morph.js";

export default function mount({ parentElement, data, setTriggerValue }) {
  const root = rootOf(parentElement, data);
  if (!root.acts) {
    root.acts = new Acts(data.actsDone);
    root.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-do]");
      if (pressed) root.acts.ask({ call: pressed.closest("[data-call]").dataset.call, do: pressed.dataset.do });
    });
  }
  root.acts.update(data, setTriggerValue);
  const head = filled("header", "heading", element("h1", "", data.heading), element("span", "count", data.count));
  const settled = data.settled.length ? [element("h2", "", data.settledHeading), list(data.settled)] : [];
  const shown = data.pending.length ? list(data.pending) : empty(data.empty);
  hold(root, [head, element("p", "about", data.about), shown, ...settled]);
  root.dataset.ready = "call_backs";
}

function filled(tag, className, ...children) {
  const made = element(tag, className);
  made.append(...children);
  return made;
}

function list(rows) {
  return filled("ul", "rows", ...rows.map(row));
}

function row(one) {
  const when = filled("div", "when", element("strong", "", one.due));
  if (one.late) when.append(badge(one.late));
  const what = filled("div", "what", filled("div", "line", element("span", "about", one.about), ...one.badges.map(badge)),
    element("span", "small", one.wished));
  const who = filled("div", "who");
  if (one.name) who.append(element("span", "name", one.name));
  if (one.number) who.append(element("a", "number", one.number, { href: `tel:${one.number}` }));
  const acts = filled("div", "acts", ...one.acts.map((act) =>
    button(act.primary ? "primary" : "", act.label, () => {}, { "data-do": act.do })));
  const made = filled("li", `row ${one.state}`, when, what, who, acts);
  made.dataset.call = made.dataset.key = one.id;
  return made;
}

const badge = ({ label, tone }) => element("span", `badge ${tone}`, label);

function empty(told) {
  return filled("div", "empty-state", element("h2", "", told.title), element("p", "", told.text));
}
