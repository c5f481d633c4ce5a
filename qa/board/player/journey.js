// The caller's way through the IVR, drawn as a map, with the index, its parts and the survey.

import { element } from "./dom.js";
import { makeMap } from "./journey_map.js";

export function makeJourney(data) {
  const box = element("section", "journey", "", { "aria-label": data.label, "data-journey": data.index.value });
  const told = element("p", "told");
  const index = element("span", `index ${data.index.tone}`, "", { title: data.index.about });
  index.append(element("strong", "", data.index.value), ` ${data.index.label}`);
  told.append(index);
  for (const part of data.parts) told.append(element("span", part.tone ? `badge ${part.tone}` : "nought", part.text));
  for (const one of data.known) {
    told.append(element("span", "badge info", one.value ? `${one.slot}: ${one.value}` : `${one.slot} ✓`));
  }
  if (data.survey) told.append(survey(data.survey));
  box.append(makeMap(data.map, data.label), told);
  return box;
}

function survey(given) {
  const made = element("span", "survey", "", { title: given.text });
  made.append(element("span", "", given.label));
  for (let place = 1; place <= given.of; place += 1) {
    made.append(element("span", place <= given.given ? "dot on" : "dot", "", { "aria-hidden": "true" }));
  }
  made.append(element("strong", "", given.text));
  return made;
}
