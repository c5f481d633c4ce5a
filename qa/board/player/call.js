// One call: facts on top, sound and words on the left, the assessment on the right.

import { makeControls, pointAddressAt } from "./controls.js";
import { button, element, rootOf } from "./dom.js";
import { makeJourney } from "./journey.js";
import { makePanel } from "./panel.js";
import { makeProofs } from "./proof.js";
import { makeTranscript } from "./transcript.js";
import { LANE_PX, makeWave } from "./wave.js";

const LEAD_S = 0.5;
const shown = new WeakMap();

export default function mount({ parentElement, data, setTriggerValue }) {
  const root = rootOf(parentElement, data);
  const before = shown.get(root);
  if (before?.key === data.key) {
    before.update(data, setTriggerValue);
    return before.remove;
  }
  before?.remove();
  const call = show(root, data, setTriggerValue);
  shown.set(root, call);
  return call.remove;
}

function show(root, data, trigger) {
  let tell = trigger;
  const ask = (name, value) => tell(name, value);
  const head = element("header", "head");
  delete root.dataset.ready;
  root.replaceChildren(head);
  drawHead(head, data, ask);
  const desk = data.withheld ? showWithheld(root, data) : showSound(root, data, ask);
  return {
    key: data.key,
    update(newer, newTrigger) {
      tell = newTrigger;
      drawHead(head, newer, ask);
      desk.update(newer);
    },
    remove() {
      shown.delete(root);
      desk.remove();
    },
  };
}

function showSound(root, data, ask) {
  const audio = new Audio();
  audio.preload = "none";
  audio.src = data.sound.url;
  const box = workspace(root, data);
  root.append(audio);
  let latest = data;
  let gone = false;
  let parts;
  makeWave({ container: box.wave, scale: box.scale }, audio, data.sound).then((wave) => {
    if (gone) return wave.destroy();
    parts = connect({ root, box, wave, data: latest, ask });
    audio.addEventListener("error", () => {
      box.trouble.hidden = false;
    });
    parts.seek(data.startAt);
    root.dataset.ready = "call";
  });
  return {
    update(newer) {
      latest = newer;
      parts?.panel.update(newer);
    },
    remove() {
      gone = true;
      audio.pause();
      parts?.remove();
    },
  };
}

// Everything that moves the sound, and everything that moves with it.
function connect({ root, box, wave, data, ask }) {
  const seek = (seconds) => {
    wave.setTime(Math.max(0, seconds));
    showTime(wave.getCurrentTime());
    transcript.follow(true);
  };
  const hear = (seconds, { lead = false } = {}) => {
    seek(seconds - (lead ? LEAD_S : 0));
    wave.play().catch(() => {});
    pointAddressAt(wave.getCurrentTime());
  };
  const transcript = makeTranscript(box.transcript, data, hear);
  const controls = makeControls(box.controls, wave, data);
  const panel = makePanel(box.panel, data, hear, ask);
  const showTime = (seconds) => {
    root.dataset.at = seconds.toFixed(3);
    controls.showTime(seconds);
    transcript.showTime(seconds);
  };
  makeProofs(box.proofs, data, (seconds) => {
    seek(seconds);
    pointAddressAt(wave.getCurrentTime());
  });
  wave.on("timeupdate", showTime);
  wave.on("seeking", showTime);
  wave.on("interaction", () => transcript.follow(true));
  const hearStop = (event) => hear(event.detail);
  root.addEventListener("hear", hearStop);
  return {
    seek,
    panel,
    remove() {
      root.removeEventListener("hear", hearStop);
      controls.remove();
      wave.destroy();
    },
  };
}

function workspace(root, data) {
  const left = element("div", "left");
  const player = element("section", "player", "", { "aria-label": data.words.player });
  const lanes = element("div", "lanes");
  for (const lane of data.sound.lanes) {
    lanes.append(element("span", `lane ${lane.channel}`, lane.label));
  }
  const wave = element("div", "wave");
  wave.style.height = `${LANE_PX * data.sound.lanes.length}px`;
  const scale = element("div", "scale");
  const stage = element("div", "stage");
  stage.append(lanes, wave, scale);
  const trouble = element("p", "trouble", data.words.sound_missing, { hidden: true, role: "alert" });
  const controls = element("div", "controls");
  const legend = element("div", "legend");
  for (const entry of data.sound.legend) {
    const item = element("span", "entry");
    item.append(element("span", `swatch ${entry.look}`), element("span", "", entry.label));
    legend.append(item);
  }
  const proofs = element("div", "proofs");
  player.append(stage, trouble, controls, legend, proofs);
  const transcript = element("section", "transcript", "", { "aria-label": data.words.transcript });
  const panel = element("section", "panel", "", { "aria-label": data.words.assessment });
  left.append(player, transcript);
  const both = element("div", "both");
  both.append(left, panel);
  root.append(both);
  return { wave, scale, controls, transcript, panel, trouble, proofs };
}

function drawHead(head, data, ask) {
  const facts = element("dl", "facts");
  for (const fact of data.facts) {
    const pair = element("div", fact.wide ? "fact wide" : "fact");
    pair.append(element("dt", "", fact.label), element("dd", "", fact.value, { title: fact.title || null }));
    facts.append(pair);
  }
  const actions = element("div", "actions");
  for (const action of data.actions) {
    const kind = action.main ? "primary" : "quiet";
    actions.append(button(kind, action.label, () => ask(action.name, data.id), { "data-action": action.name }));
  }
  const title = element("div", "title");
  title.append(element("h1", "", data.title));
  for (const badge of data.badges) title.append(element("span", `badge ${badge.tone}`, badge.label));
  title.append(actions);
  head.replaceChildren(title, facts, ...(data.journey ? [makeJourney(data.journey)] : []));
}

function showWithheld(root, data) {
  const box = element("section", "withheld", "", { role: "status" });
  box.append(element("h2", "", data.withheld.title), element("p", "", data.withheld.text));
  box.append(element("p", "reason", data.withheld.reason));
  root.append(box);
  root.dataset.ready = "call";
  return { update() {}, remove() {} };
}
