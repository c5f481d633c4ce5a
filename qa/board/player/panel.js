// What the machine and the reviewers say about the call; every piece of evidence moves the sound.

import { button, clock, element } from "./dom.js";

const TABS = ["score", "moments", "metrics", "history"];

export function makePanel(box, data, hear, ask) {
  const tabs = element("div", "tabs", "", { role: "tablist" });
  const page = element("div", "tab-page", "", { role: "tabpanel", tabindex: 0 });
  let shown = TABS[0];

  function show(name) {
    shown = name;
    for (const tab of tabs.children) tab.setAttribute("aria-selected", String(tab.dataset.tab === name));
    page.replaceChildren(...PAGES[name](data, hear, ask));
    page.dataset.ready = name;
    page.scrollTop = 0;
  }

  function draw() {
    tabs.replaceChildren(
      ...TABS.map((name) =>
        button("tab", data.words[`tab_${name}`] + count(name, data), () => show(name), {
          role: "tab",
          "data-tab": name,
        }),
      ),
    );
    const place = page.scrollTop;
    show(shown);
    page.scrollTop = place;
  }

  box.replaceChildren(tabs, page);
  draw();
  return {
    update(newer) {
      data = newer;
      draw();
    },
  };
}

const PAGES = { score: scorePage, moments: momentsPage, metrics: metricsPage, history: historyPage };

function count(name, data) {
  return name === "moments" && data.moments.length ? ` ${data.moments.length}` : "";
}

function scorePage(data, hear, ask) {
  const score = data.score;
  if (!score) return [element("p", "empty", data.words.no_score)];
  const head = element("div", "total");
  for (const part of score.totals) {
    const box = element("div", part.main ? "number main" : "number");
    box.append(element("span", "label", part.label), element("strong", "", part.value));
    if (part.note) box.append(element("span", "small", part.note));
    head.append(box);
  }
  const errors = element("div", "criticals");
  for (const error of score.criticals) errors.append(element("span", "badge bad", error));
  const parts = [head];
  if (score.criticals.length) parts.push(errors);
  if (score.unscored) parts.push(element("p", "note", score.unscored));
  parts.push(element("p", "small card-name", score.card));
  return parts.concat(score.items.map((item) => itemBox(item, data, hear, ask)));
}

function itemBox(item, data, hear, ask) {
  const box = element("article", "item", "", { "data-item": item.id });
  const head = element("header");
  head.append(element("span", `badge ${item.tone}`, item.verdict), element("h3", "", item.title));
  if (item.critical) head.append(element("span", "critical", item.critical));
  head.append(element("span", "weight", item.weight));
  box.append(head);
  if (item.note) box.append(element("p", "note", item.note));
  box.append(evidence(item.evidence, data, hear));
  for (const said of item.overrides) {
    const line = element("p", "override");
    line.append(element("span", `badge ${said.tone}`, said.verdict), element("span", "", said.text));
    box.append(line);
  }
  const more = element("details");
  more.append(element("summary", "", data.words.criterion_and_rule));
  more.append(element("p", "criterion", item.criterion), element("p", "small rule", item.rule));
  const foot = element("footer");
  foot.append(more);
  if (data.mayOverride && item.mayOverride) {
    foot.append(button("quiet", data.words.override, () => ask("override", item.id)));
  }
  box.append(foot);
  return box;
}

function evidence(pieces, data, hear) {
  const list = element("div", "evidence");
  for (const piece of pieces) {
    const chip = button(`chip ${piece.channel}`, "", () => hear(piece.start, { lead: true }), {
      "data-evidence": piece.start,
      title: data.words.hear_from_here,
    });
    chip.append(element("span", "at", clock(piece.start)));
    chip.append(element("span", "quote", piece.quote || data.words.place_only, { lang: data.callLanguage }));
    list.append(chip);
  }
  return list;
}

function momentsPage(data, hear) {
  if (!data.moments.length) return [element("p", "empty", data.words.no_moments)];
  return data.moments.map((moment) => {
    const box = element("article", "item", "", { "data-moment": moment.kind });
    const head = element("header");
    head.append(element("span", `swatch ${moment.kind}`), element("h3", "", moment.label));
    if (moment.status) head.append(element("span", `badge ${moment.tone}`, moment.status));
    box.append(head, evidence(moment.evidence, data, hear), element("p", "small rule", moment.rule));
    return box;
  });
}

function metricsPage(data) {
  if (!data.metrics.length) return [element("p", "empty", data.words.no_metrics)];
  return data.metrics.map((metric) => {
    const box = element("article", "item", "", { "data-metric": metric.name });
    const head = element("header");
    head.append(element("h3", "", metric.title));
    const figures = element("div", "figures");
    for (const figure of metric.figures) {
      const told = element("span", "figure");
      if (figure.side) told.append(element("span", `side ${figure.channel}`, figure.side));
      told.append(element("strong", "value", figure.value));
      if (figure.band) told.append(element("span", `badge ${figure.tone}`, figure.band));
      figures.append(told);
    }
    head.append(figures);
    box.append(head, element("p", "definition", metric.definition));
    return box;
  });
}

function historyPage(data) {
  return data.history.map((entry) => {
    const box = element("article", "item history");
    const head = element("header");
    head.append(element("h3", "", entry.at), element("strong", "value", entry.value));
    box.append(head, element("p", "small rule", entry.versions));
    if (entry.difference) box.append(element("p", "note", entry.difference));
    return box;
  });
}
