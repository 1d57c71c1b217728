// The small menus at plugs and lines, and the one with the bugs. The first item has the focus: Enter Enter kills.
import { $, clamp, ic } from './dom.js';
import { endsOf } from './lives.js';
import { nameOf } from './names.js';
import { stage } from './state.js';
import { T, safe } from './words.js';

/** As the services call them. */
export const BUGS = ['lost-refund', 'credits-repeats', 'question-forgotten', 'forward-forgotten', 'no-sweep', 'believes-a-commit', 'paid-but-refused',
  'idempotency-forgotten', 'answers-shifted', 'two-owners', 'absence-remembered', 'poison-dropped', 'poison-blocks'];
const BACK = { killed: 'start', stopped: 'start', frozen: 'thaw' };

function open(button, html) {
  const menu = $('menu'), at = button.getBoundingClientRect(), box = $('show').getBoundingClientRect();
  menu.innerHTML = html;
  menu.showPopover();
  const { offsetHeight: height, offsetWidth: width } = menu;
  menu.style.left = `${clamp(at.left + at.width / 2 - width / 2, box.left + 8, box.right - width - 8)}px`;
  // Never over the money: the sum is in sight in every scene.
  const floor = $('money').getBoundingClientRect().top - 8, below = at.bottom + 8;
  menu.style.top = `${Math.max(box.top + 8, Math.min(below, floor - height))}px`;
  menu.querySelector('button').focus();
}
const item = (icon, key, data) => `<button ${data}>${ic(icon)}${T(key)}</button>`;

export function plugMenu(button) {
  const { plug } = button.dataset, { how } = stage.view.nodes[plug], pull = what => `data-pull="${what}" data-target="${plug}"`;
  const kill = item('s-killed', 'plug.kill', pull('kill')), wipe = plug === 'kafka' ? item('s-wiped', 'plug.wipe', pull('wipe')) : '';
  // Topics in memory are no process that could be frozen.
  const freeze = plug === 'kafka' && stage.view.ground.one_process ? '' : item('s-frozen', 'plug.freeze', pull('freeze'));
  const out = kill + item('s-stopped', 'plug.stop', pull('stop')) + freeze + wipe;
  const back = BACK[how];
  open(button, `<h2>${safe(nameOf(stage.view.ground, plug))}</h2>${back ? item('s-up', `plug.${back}`, pull(back)) + (how === 'frozen' ? kill : '') : out}`);
}

export function lineMenu(button) {
  const { line } = button.dataset, bend = how => `data-bend="${how}" data-target="${line}"`;
  const hurts = ['cut', 'deaf', 'mute', 'slow'].map(how => item(`i-${how}`, `plug.${how}`, bend(how))).join('');
  const items = stage.view.lines[line] ? item('i-ok', 'plug.mend', bend('heal')) : hurts;
  open(button, `<h2>${endsOf(line).map(end => safe(nameOf(stage.view.ground, end))).join(' · ')}</h2>${items}`);
}

export function bugMenu(button) {
  const items = BUGS.map(bug => `<button data-bug="${bug}"><code>${bug}</code><small>${T(`bug.${bug}`)}</small></button>`);
  open(button, `<h2>${T('bug.lead')}</h2>${items.join('')}`);
}
