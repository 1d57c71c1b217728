// The deck: what one looks at (pause, step, slider), and what is asked of the system (speed, load).
import { $, mark, put, say } from './dom.js';
import { stage } from './state.js';
import { T, count, seconds } from './words.js';

/** Transfers a second, by the dial's places. */
export const LOADS = [0, 1, 10, 100, 1000, 5000];

export function drawDeck(s) {
  const { clock, journal } = stage, slider = $('slider'), cut = journal.cut(s.t), { behind } = clock;
  mark($('i-run'), 'href', clock.running ? '#i-pause' : '#i-play');
  mark($('b-play'), 'aria-label', T(clock.running ? 'deck.pause' : 'deck.play'));
  mark($('b-real'), 'aria-pressed', String(s.speed === 'real'));
  mark($('b-slow'), 'aria-pressed', String(s.speed === 'slow'));
  mark(slider, 'min', '1');
  mark(slider, 'max', String(journal.lines.length));
  mark(slider, 'step', '1');
  if (document.activeElement !== slider || clock.running) slider.value = cut;
  say($('now'), whereWords(clock.running, behind));
  say($('seq'), `#${count(s.n)}`);
  mark(slider, 'aria-valuetext', `#${count(s.n)}, ${$('now').textContent}`);
  drawMarks(journal);
  drawDial(s);
}

function whereWords(running, behind) {
  if (stage.away) return T('deck.away');
  if (behind && !stage.recorded) return T('deck.replay', { s: seconds(behind) });
  if (!running) return T('deck.held');
  return T(stage.recorded ? 'deck.recorded' : 'deck.live');
}

// Where a scene began, or somebody died: places to go back to. Only lines that came since are looked at.
const MARKS_MAX = 40;
let marks = { of: null, seen: 0, places: [], drawn: 0 };
function drawMarks({ lines }) {
  if (marks.of !== lines || lines.length < marks.seen) marks = { of: lines, seen: 0, places: [], drawn: 0 };
  for (; marks.seen < lines.length; marks.seen++) {
    const { line } = lines[marks.seen];
    if (line.what === 'scene' || (line.what === 'process' && line.state === 'killed')) marks.places.push([marks.seen, line.what]);
  }
  // They move to the left as lines come: by so little that they need not at each.
  if (marks.drawn && lines.length < marks.drawn * 1.01 && marks.places.length === marks.shown) return;
  Object.assign(marks, { drawn: lines.length, shown: marks.places.length });
  const mark = ([at, what]) => `<i class="${what}" data-css="left:${(at / lines.length * 100).toFixed(2)}%"></i>`;
  put($('marks'), marks.places.slice(-MARKS_MAX).map(mark).join(''));
}

/** The knob is where it was turned to; beside it what is measured. */
function drawDial(s) {
  const asked = LOADS[$('load').value] ?? 0, measured = s.rate?.transfers_per_second ?? 0;
  const text = asked && measured >= 0.5 ? T('deck.load.of', { n: count(measured) }) : loadWords(Number($('load').value));
  say($('load-out'), text);
}
export function loadWords(place) {
  if (!LOADS[place]) return T('deck.load.none');
  return place === LOADS.length - 1 ? T('deck.load.full') : T('deck.load.of', { n: count(LOADS[place]) });
}
export function turnDial(place) {
  $('load').max = LOADS.length - 1;
  $('load').value = place;
  $('knob').setAttribute('transform', `rotate(${-135 + place * 270 / (LOADS.length - 1)})`);
  $('load').setAttribute('aria-valuetext', loadWords(place));
}
