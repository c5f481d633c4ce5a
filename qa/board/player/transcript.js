// The words of the call: they follow the sound, and a click on them moves it.

import { button, clock, element } from "./dom.js";

export function makeTranscript(box, data, hear) {
  const words = data.words;
  const list = element("div", "turns", "", { lang: data.callLanguage, "data-ready": "transcript" });
  const lines = data.turns.flatMap((turn) => addTurn(list, turn, hear));
  const again = button("follow", words.follow, () => follow(true), { hidden: true });
  box.replaceChildren(list, again);

  let following = true;
  let now = [];
  let place;

  function follow(wanted) {
    following = wanted;
    again.hidden = wanted;
    if (wanted) bringIntoView(place);
  }

  function bringIntoView(line) {
    if (!line) return;
    const shown = list.getBoundingClientRect();
    const way = line.made.getBoundingClientRect().top - shown.top - shown.height / 3;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const near = Math.abs(way) < shown.height;
    list.scrollTo({ top: list.scrollTop + way, behavior: near && !calm ? "smooth" : "auto" });
  }

  // Only a person's own scrolling stops the following, not the scrolling done for them.
  for (const sign of ["wheel", "touchmove", "pointerdown"]) {
    list.addEventListener(sign, (event) => {
      if (sign !== "pointerdown" || event.target === list) follow(false);
    }, { passive: true });
  }

  return {
    follow,
    showTime(seconds) {
      const current = lines.filter((line) => line.start <= seconds && seconds < line.end);
      for (const line of now) if (!current.includes(line)) line.made.removeAttribute("aria-current");
      for (const line of current) line.made.setAttribute("aria-current", "true");
      now = current;
      // Where nobody speaks, the last words before stay in view.
      const last = current[0] ?? lines.findLast((line) => line.start <= seconds);
      if (last === place) return;
      place = last;
      if (following) bringIntoView(place);
    },
  };
}

function addTurn(list, turn, hear) {
  const block = element("section", `turn ${turn.channel}`, "", { "data-turn": turn.number });
  const head = button("turn-head", "", () => hear(turn.start), {
    "data-seek": turn.start,
  });
  head.append(element("span", "who", turn.who), element("span", "at", clock(turn.start)));
  block.append(head);
  const text = element("div", "said");
  const lines = turn.utterances.map((utterance) => addLine(text, utterance, hear));
  block.append(text);
  list.append(block);
  return lines;
}

function addLine(text, utterance, hear) {
  const kind = ["line", utterance.unsure && "unsure", utterance.later && "later"];
  const made = element("span", kind.filter(Boolean).join(" "), "", {
    role: "button",
    tabindex: 0,
    "data-seek": utterance.start,
    title: utterance.title,
  });
  for (const piece of utterance.pieces) {
    if (piece.tag) made.append(element("span", "tag", piece.text, { title: piece.title }));
    else made.append(piece.text);
  }
  const start = () => {
    // Marking text to copy it is not a wish to hear it.
    if (String(getSelection() ?? "") === "") hear(utterance.start);
  };
  made.addEventListener("click", start);
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    start();
  });
  text.append(made, " ");
  return { made, start: utterance.start, end: utterance.end };
}
