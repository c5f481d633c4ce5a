// The review queue: one line a call, opened by click or by keyboard.

import { button, element, rootOf } from "./dom.js";

export default function mount({ parentElement, data, setTriggerValue }) {
  const root = rootOf(parentElement, data);
  const open = (id) => setTriggerValue("open", id);
  const sort = (order) => setTriggerValue("sort", order);
  root.replaceChildren(data.rows.length ? table(data, open, sort) : emptyState(data));
  root.dataset.ready = "queue";
}

function table(data, open, sort) {
  const made = element("table", "calls");
  const head = element("thead");
  const titles = element("tr");
  for (const column of data.columns) {
    titles.append(heading(column, sort));
  }
  head.append(titles);
  const body = element("tbody");
  for (const row of data.rows) body.append(line(row, data, open));
  body.addEventListener("keydown", moveByArrow);
  made.append(head, body);
  return made;
}

function heading(column, sort) {
  const ordered = column.sorts ? (column.sorted ? "descending" : "none") : null;
  const made = element("th", column.kind, column.sorts ? "" : column.title, { scope: "col", "aria-sort": ordered });
  if (!column.sorts) return made;
  made.append(button(`sort${column.sorted ? " here" : ""}`, column.title, () => sort(column.sorts),
    { title: column.hint, "data-sort": column.sorts }));
  return made;
}

function line(row, data, open) {
  const made = element("tr", row.withheld ? "withheld" : "", "", { "data-call": row.id });
  const reasons = element("td", "reasons");
  const link = element("a", "open", row.title, { href: row.href });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    open(row.id);
  });
  const chips = element("div", "chips");
  for (const reason of row.reasons) chips.append(element("span", `badge ${reason.tone}`, reason.label));
  reasons.append(link, chips);
  made.append(reasons, scoreCell(row), criticalCell(row));
  if (row.tarai) made.append(taraiCell(row.tarai));
  for (const cell of row.cells) {
    const named = cell.kind === "client" || cell.kind === "operator";
    const box = element("td", cell.kind, "", { lang: named && row.language });
    box.append(element("span", "main", cell.text));
    if (cell.second) box.append(element("span", "second", cell.second));
    made.append(box);
  }
  made.addEventListener("click", () => {
    if (String(getSelection() ?? "") === "") open(row.id);
  });
  return made;
}

function scoreCell(row) {
  const made = element("td", "score");
  made.append(element("strong", "", row.score.text));
  if (row.score.share !== null) {
    const bar = element("span", "bar");
    const fill = element("span", `fill ${row.score.tone}`);
    fill.style.width = `${row.score.share}%`;
    bar.append(fill);
    made.append(bar);
  }
  return made;
}

function criticalCell(row) {
  const made = element("td", "critical");
  made.append(element("span", row.critical ? "badge bad" : "none", row.critical || "–"));
  return made;
}

function taraiCell(cell) {
  const made = element("td", "tarai");
  made.append(element("strong", cell.tone, cell.text));
  if (cell.second) made.append(element("span", "second", cell.second));
  return made;
}

function moveByArrow(event) {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const other = step && event.target.closest("tr")?.[step];
  if (!other) return;
  event.preventDefault();
  other.querySelector("a.open").focus();
}

function emptyState(data) {
  const box = element("div", "empty-state");
  box.append(element("h2", "", data.empty.title), element("p", "", data.empty.text));
  if (data.empty.command) box.append(element("code", "", data.empty.command));
  return box;
}
