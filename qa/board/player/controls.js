// Play, five seconds back and on, speed, and the time; also by keyboard.

import { button, clock, element } from "./dom.js";

const STEP_S = 5;
const SPEEDS = [0.8, 1, 1.2, 1.5];
const TYPED_INTO = "input, textarea, select, [contenteditable=true]";
const PRESSED_BY_SPACE = "input, textarea, select, button, a, summary, [contenteditable=true]";

export function makeControls(box, wave, data) {
  const words = data.words;
  const move = (seconds) =>
    wave.setTime(Math.min(data.sound.duration, Math.max(0, wave.getCurrentTime() + seconds)));
  const play = button("play", "", () => toggle(wave), { "aria-label": words.play });
  const time = element("span", "time", "", { role: "timer", "data-ready": "time" });
  const speeds = element("span", "speeds", "", { role: "group", "aria-label": words.speed });
  for (const speed of SPEEDS) {
    const text = `${speed.toFixed(1)}×`;
    const choose = () => {
      wave.setPlaybackRate(speed, true);
      showSpeed(speeds, text);
    };
    speeds.append(button("speed", text, choose, { "aria-pressed": String(speed === 1) }));
  }
  box.replaceChildren(
    button("step", words.back, () => move(-STEP_S), { title: "←" }),
    play,
    button("step", words.forward, () => move(STEP_S), { title: "→" }),
    time,
    speeds,
    element("span", "gap"),
    button("link", words.copy_link, (event) => copyLink(event.target, wave, words)),
  );

  const show = (playing) => {
    play.dataset.playing = String(playing);
    play.setAttribute("aria-label", playing ? words.pause : words.play);
    play.title = `${playing ? words.pause : words.play} (${words.space_key})`;
  };
  show(false);
  wave.on("play", () => show(true));
  wave.on("pause", () => show(false));
  wave.on("finish", () => show(false));

  const actions = {
    " ": () => toggle(wave),
    ArrowLeft: () => move(-STEP_S),
    ArrowRight: () => move(STEP_S),
  };
  const onKey = (event) => {
    const place = event.composedPath()[0];
    const taken = event.key === " " ? PRESSED_BY_SPACE : TYPED_INTO;
    if (!(event.key in actions) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (place instanceof Element && place.matches(taken)) return;
    event.preventDefault();
    actions[event.key]();
  };
  document.addEventListener("keydown", onKey);

  return {
    showTime(seconds) {
      time.textContent = `${clock(seconds, { tenths: true })} / ${clock(data.sound.duration)}`;
    },
    remove: () => document.removeEventListener("keydown", onKey),
  };
}

function toggle(wave) {
  wave.playPause().catch(() => {});
}

function showSpeed(speeds, text) {
  for (const each of speeds.children) {
    each.setAttribute("aria-pressed", String(each.textContent === text));
  }
}

// The page's address carries the second one last went to, so that it can be passed on.
export function pointAddressAt(seconds) {
  const address = new URL(location.href);
  address.searchParams.set("t", seconds.toFixed(1));
  history.replaceState(history.state, "", address);
  return address.href;
}

async function copyLink(pressed, wave, words) {
  const address = pointAddressAt(wave.getCurrentTime());
  try {
    await navigator.clipboard.writeText(address);
    pressed.textContent = words.copied;
  } catch {
    pressed.textContent = words.in_address_bar;
  }
  setTimeout(() => (pressed.textContent = words.copy_link), 1600);
}
