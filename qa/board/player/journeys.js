// How much callers were passed around: a row of columns a client, all drawn to one scale.

import { element, rootOf } from "./dom.js";

export default function mount({ parentElement, data }) {
  const root = rootOf(parentElement, data);
  const shown = data.clients.length ? [legend(data), ...data.clients.map(client)] : [empty(data.empty)];
  root.replaceChildren(element("h1", "", data.heading), element("p", "about", data.about), ...shown);
  root.dataset.ready = "journeys";
}

function filled(tag, className, attributes, ...children) {
  const made = element(tag, className, "", attributes);
  made.append(...children);
  return made;
}

function legend(data) {
  const entries = data.legend.map((one) => filled("span", "entry", {},
    element("span", `swatch part-${one.part}`), element("span", "", one.label)));
  return filled("div", "legend", {}, ...entries);
}

function client(one) {
  const head = filled("header", "", {},
    element("h2", "", one.name),
    filled("span", `mean ${one.mean.tone}`, {}, element("strong", "", one.mean.value), ` ${one.mean.label}`),
    element("span", "small", one.calls), element("span", "small", one.survey));
  return filled("section", "client", { "data-client": one.name },
    head, filled("div", "days", { role: "list" }, ...one.days.map(day)), endings(one.endings));
}

function day(one) {
  const column = filled("span", "column", {}, ...one.parts.map((piece) =>
    element("span", `piece part-${piece.part}`, "", { style: `height: ${piece.share}%` })));
  return filled("div", one.value ? "day" : "day none", { role: "listitem", title: one.title, "aria-label": one.title },
    filled("span", "plot", {}, column), element("span", `value ${one.tone ?? ""}`, one.value),
    element("span", "date", one.label));
}

function endings(all) {
  const bar = filled("div", "ends", { "aria-hidden": "true" }, ...all.map((one) =>
    element("span", `piece end-${one.end}`, "", { style: `flex-grow: ${one.count}` })));
  const names = filled("div", "legend", {}, ...all.map((one) => filled("span", "entry", {},
    element("span", `swatch end-${one.end}`), element("span", "", one.label))));
  return filled("div", "endings", {}, bar, names);
}

function empty(told) {
  return filled("div", "empty-state", {}, element("h2", "", told.title), element("p", "", told.text));
}
