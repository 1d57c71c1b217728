// The stage's page. What is drawn is a pure function of the journal and an instant (`look.js`); the rest are hands and a clock.
import { drawActors } from './actors.js';
import { drawCertificate } from './certificate.js';
import { drawCrowd } from './crowd.js';
import { drawDeck } from './deck.js';
import { drawDesk, isDesk } from './desk.js';
import { $ } from './dom.js';
import { layGround } from './ground.js';
import { onClick, onPointer, wireDeck } from './hands.js';
import { drawInspect } from './inspect.js';
import { onKey } from './keys.js';
import { drawLedgers } from './ledgers.js';
import { drawList } from './list.js';
import { look } from './look.js';
import { drawMoney } from './money.js';
import { drawPhones, fitPhones } from './phones.js';
import { drawRibbons, weave } from './ribbons.js';
import { recallTheme, speakIt, wireRoom } from './room.js';
import { listen, recorded } from './source.js';
import { stage } from './state.js';
import { drawCaption } from './surtitles.js';
import { drawTokens } from './tokens.js';
import { speak, teach } from './words.js';

const calm = matchMedia('(prefers-reduced-motion: reduce)');
/** Who asked for less motion sees one picture a second. Milliseconds. */
const STILL = 1000;
/** Below this the words stand under the picture. CSS pixels. */
const NARROW = 960;
let act = null;

function draw() {
  const { clock, journal } = stage, s = look(journal, clock.instant);
  if (!s) return;
  if (s.act !== act) { act = s.act; layGround(act); }
  stage.view = s;
  drawCaption(s);
  drawTokens(s, !clock.running, stage.picked);
  for (const part of [drawActors, drawLedgers, drawMoney, drawPhones, drawRibbons, drawCrowd, drawInspect, drawCertificate, drawDeck, drawDesk]) part(s);
  if (!$('list').hidden || innerWidth <= NARROW) drawList(s);
  Object.assign($('show').dataset, { n: s.n, aloft: s.aloft, undrawn: s.elsewhere, messages: s.act.air.all.length });
}

let drawn = 0;
function frame(ms) {
  requestAnimationFrame(frame);
  if (document.hidden) return;
  stage.clock.tick(ms);
  if (calm.matches && !settled) settle();
  if (calm.matches && stage.clock.running && ms - drawn < STILL) return;
  drawn = ms;
  draw();
}

// Who asked for less motion begins at a picture that stands still: what is so now, or a recording's first.
let settled = false;
function settle() {
  settled = stage.recorded || isDesk() || stage.journal.last >= Math.max(1, stage.opening.last ?? 1);
  if (!settled || isDesk()) return;
  draw();
  stage.clock.run(false);
}

async function begin() {
  stage.opening = JSON.parse($('opening')?.textContent ?? '{}');
  teach(JSON.parse($('copy').textContent));
  speak(stage.opening.lang ?? document.documentElement.lang);
  const lines = await recorded();
  stage.recorded = stage.clock.recorded = lines !== null;
  stage.presenter = !stage.recorded && !!stage.opening.presenter;
  Object.assign($('show').dataset, { presenter: String(stage.presenter), recorded: String(stage.recorded) });
  recallTheme();
  wireDeck();
  wireRoom();
  addEventListener('click', onClick);
  addEventListener('keydown', onKey);
  addEventListener('pointermove', onPointer);
  addEventListener('resize', fitPhones);
  addEventListener('hashchange', draw);
  fitPhones();
  weave();
  speakIt();
  if (lines) play(lines); else listen();
  requestAnimationFrame(frame);
}
function play(lines) {
  for (const line of lines) stage.journal.add(line);
  stage.clock.instant = 0;
}

begin();
