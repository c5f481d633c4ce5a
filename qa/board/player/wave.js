// The waveform, a lane a channel: wavesurfer.js with peaks from the server and stretches marked on it.

import { clock } from "./dom.js";

async function engine() {
  await import("./wavesurfer.min.js");
  await import("./regions.min.js");
  await import("./timeline.min.js");
  return globalThis.WaveSurfer;
}

export const LANE_PX = 46;
const STEPS_S = [10, 30, 60, 120, 300, 600, 1800];
const MOST_LABELS = 9;

export async function makeWave({ container, scale }, audio, sound) {
  const WaveSurfer = await engine();
  const regions = WaveSurfer.Regions.create();
  const step = STEPS_S.find((each) => sound.duration / each <= MOST_LABELS) ?? STEPS_S.at(-1);
  const timeline = WaveSurfer.Timeline.create({
    container: scale,
    height: 16,
    timeInterval: step / 10,
    primaryLabelInterval: step,
    secondaryLabelInterval: 0,
    formatTimeCallback: clock,
    style: { fontSize: "11px", color: "#475467" },
  });
  const lanes = sound.lanes.map((lane) => ({
    waveColor: lane.colour,
    progressColor: lane.played,
    overlay: false,
  }));
  const wave = WaveSurfer.create({
    container,
    media: audio,
    peaks: sound.peaks,
    duration: sound.duration,
    height: LANE_PX,
    splitChannels: lanes,
    normalize: true,
    barWidth: 2,
    barGap: 1,
    barRadius: 1,
    cursorColor: "#101828",
    cursorWidth: 2,
    dragToSeek: true,
    plugins: [regions, timeline],
  });
  await new Promise((resolve) => wave.once("ready", resolve));
  for (const mark of sound.marks) addMark(regions, mark, wave);
  return wave;
}

function addMark(regions, mark, wave) {
  const region = regions.addRegion({
    // Several stretches share an id: it is what a stylesheet can address in the wave.
    id: `mark-${mark.look}`,
    start: mark.start,
    end: mark.end,
    color: mark.colour,
    channelIdx: mark.lane,
    drag: false,
    resize: false,
  });
  region.element.title = mark.label;
  region.element.style.cursor = "pointer";
  // A click on a mark falls through to the wave below it, except on a moment, which starts there.
  region.on("click", (event) => {
    if (!mark.seeks) return;
    event.stopPropagation();
    wave.setTime(mark.start);
  });
}
