// The caller's way as a map: stops on a track, moves that skip or go back as arcs above it.

import { element } from "./dom.js";

const ARC_PX = 26;
const NS = "http://www.w3.org/2000/svg";

export function makeMap({ stops, moves }, label) {
  const box = element("div", "map", "", { role: "group", "aria-label": label });
  const arcs = moves.filter(([from, to]) => to !== from + 1);
  if (arcs.length) box.append(drawArcs(arcs, stops.length));
  const way = element("ol", "stops");
  const travelled = new Set(moves.filter(([from, to]) => to === from + 1).map(([from]) => from));
  stops.forEach((stop, place) => way.append(makeStop(stop, travelled.has(place))));
  box.append(way);
  return box;
}

function makeStop(stop, goesOn) {
  const item = element("li", `stop ${stop.kind}${goesOn ? " on" : ""}`);
  const name = stop.times > 1 ? `${stop.label} ×${stop.times}` : stop.label;
  if (stop.start === null || stop.start === undefined) {
    item.append(element("span", "dot"), element("span", "name", name));
    return item;
  }
  const hear = element("button", "hear", "", { type: "button", title: stop.hear, "data-hear": stop.start });
  hear.append(element("span", "dot"), element("span", "name", name), element("span", "at", stop.at));
  hear.addEventListener("click", () =>
    hear.dispatchEvent(new CustomEvent("hear", { bubbles: true, detail: stop.start })));
  item.append(hear);
  return item;
}

// One unit a stop from side to side, so that it fits whatever width the stops have.
function drawArcs(arcs, count) {
  const picture = document.createElementNS(NS, "svg");
  for (const [name, value] of Object.entries({
    class: "arcs", viewBox: `0 0 ${count} ${ARC_PX}`, preserveAspectRatio: "none", "aria-hidden": "true",
  })) picture.setAttribute(name, value);
  for (const [from, to] of arcs) {
    const arc = document.createElementNS(NS, "path");
    const [start, end] = [from + 0.5, to + 0.5];
    const high = Math.max(2, ARC_PX - 8 - 3 * Math.abs(to - from));
    arc.setAttribute("d", `M ${start} ${ARC_PX} C ${start} ${high - 8}, ${end} ${high - 8}, ${end} ${ARC_PX}`);
    arc.setAttribute("class", to < from ? "back" : "ahead");
    picture.append(arc);
  }
  return picture;
}
