// Calls in progress: a card a call, refreshed every second without disturbing who reads it.

import { element, rootOf } from "./dom.js";
import { hold } from "./morph.js";

const NEAR_PX = 24;

export default function mount({ parentElement, data }) {
  const root = rootOf(parentElement, data);
  const followed = [...root.querySelectorAll(".lines")].filter(isAtEnd).map((box) => box.dataset.key);
  const known = new Set([...root.querySelectorAll(".lines")].map((box) => box.dataset.key));
  hold(root, [heading(data), ...data.finished.map(finished), cards(data)]);
  for (const box of root.querySelectorAll(".lines")) {
    const key = box.dataset.key;
    if (followed.includes(key) || !known.has(key)) box.scrollTop = box.scrollHeight;
  }
  root.dataset.refreshed = data.refreshed;
  root.dataset.ready = "live";
}

function isAtEnd(box) {
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
}

function filled(tag, className, attributes, ...children) {
  const made = element(tag, className, "", attributes);
  made.append(...children);
  return made;
}

function heading(data) {
  return filled("header", "heading", {}, element("h1", "", data.heading),
    element("span", "count", data.calls.length ? data.count : ""));
}

function finished(call) {
  const made = filled("p", "finished", { "data-key": `over ${call.id}`, "data-over": call.id },
    element("span", "", call.text));
  if (call.href) made.append(element("a", "", call.open, { href: call.href, "data-open": call.id, target: "_self" }));
  return made;
}

function cards(data) {
  if (data.calls.length) return filled("div", "cards", { "data-key": "cards" }, ...data.calls.map(card));
  return filled("div", "empty-state", { "data-key": "empty" }, element("h2", "", data.empty.title),
    element("p", "", data.empty.text), filled("dl", "commands", {}, ...data.empty.commands.map(command)));
}

function command(one) {
  return filled("div", "command", {}, element("dt", "", one.what),
    filled("dd", "", {}, element("code", "", one.command)));
}

// Where a caller of the IVR is: the stops so far, what is going on at the last one, keys as dots.
function way(told) {
  if (!told) return element("section", "ways", "", { hidden: true });
  const stops = told.stops.map((stop) => element("li", `stop ${stop.kind}`, stop.label));
  const { text, time, keys, keys_label: named, tone } = told.stage;
  return filled("section", "ways", { "aria-label": told.label },
    filled("ol", "way", {}, ...stops),
    filled("p", `stage ${tone}`, {}, element("span", "", text), element("strong", "", time, { hidden: !time }),
      element("span", "keys", keys, { hidden: !keys, title: named, "aria-label": named })));
}

function card(call) {
  const made = element("article", `card ${call.tone}`, "", { "data-key": call.id, "data-call": call.id });
  made.append(
    filled("header", "top", {},
      filled("div", "who", { lang: call.language }, element("h2", "", call.operator),
        element("span", "client", [call.line, call.client].filter(Boolean).join(" · "))),
      element("time", "clock", call.clock)),
    element("p", "trouble", call.trouble, { role: "alert", hidden: !call.trouble }),
    way(call.way),
    filled("div", "badges", { hidden: !call.badges.length },
      ...call.badges.map((one) => element("span", `badge ${one.tone}`, one.label))),
    filled("div", "meters", { hidden: !call.meters.length }, ...call.meters.map(meter)),
    talk(call.talk),
    filled("dl", "figures", {}, ...call.figures.map(figure)),
    filled("ol", "flags", { role: "log", hidden: !call.flags.length }, ...call.flags.map(flag)),
    element("p", "small earlier", call.earlier, { hidden: !call.earlier }),
    lines(call));
  return made;
}

function meter(side) {
  const fill = element("span", `fill ${side.tone}`, "", { style: `width: ${side.share}%` });
  return filled("div", `meter ${side.channel}`, {}, element("span", "label", side.label),
    filled("span", "scale", { role: "img", "aria-label": `${side.label} ${side.value}` }, fill),
    element("span", "value", side.value));
}

function talk(bar) {
  const parts = bar.parts.map((part) =>
    element("span", `part ${part.channel}`, "", { style: `flex-grow: ${part.share}` }));
  const labels = bar.parts.map((part) => element("span", `label ${part.channel}`, part.label));
  return filled("div", "talk", {}, element("span", "label", bar.label),
    filled("span", "share", {}, ...parts), filled("span", "labels", { hidden: !labels.length }, ...labels));
}

function figure(one) {
  return filled("div", `figure ${one.tone}`, { "data-figure": one.name },
    element("dt", "", one.label), element("dd", "", one.value));
}

function flag(one) {
  return filled("li", `flag ${one.tone}`, { "data-key": one.key, "data-flag": one.sign, title: one.title },
    element("strong", "", one.label), element("span", "at", `${one.at} ${one.who}`),
    element("q", "", one.quote, { lang: one.language }));
}

function lines(call) {
  const said = call.lines.map((one) => line(one, call.language));
  const going = call.speaking.map((one) =>
    filled("p", `line going ${one.channel}`, { "data-key": `going ${one.channel}` },
      element("span", "side", one.who), element("span", "text", one.text)));
  const none = said.length || going.length ? [] : [element("p", "quiet", call.quiet)];
  return filled("div", "lines", { "data-key": `lines ${call.id}`, tabindex: 0 },
    ...said, ...going, ...none);
}

function line(one, language) {
  const text = element("span", "text", "", { lang: language });
  for (const piece of one.pieces) text.append(piece.tag ? element("span", "tag", piece.text) : piece.text);
  return filled("p", `line ${one.channel} ${one.tone}`, { "data-key": `said ${one.number}` },
    element("span", "side", one.who), element("span", "at", one.at), text);
}
