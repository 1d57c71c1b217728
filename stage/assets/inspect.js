// A message, opened: what it says, the six steps of its transfer, and its row in each ledger.
import { $, ic, put } from './dom.js';
import { markOf } from './ground.js';
import { armedNow } from './act-on.js';
import { endsOfTopic, nameOf, payeeOf } from './names.js';
import { fieldsOf } from './fields.js';
import { stage } from './state.js';
import { rowWord } from './transfer.js';
import { T, first, reais, safe, seconds } from './words.js';

export function openInspect(message, from) {
  Object.assign(stage, { picked: message, pickedFrom: from, resume: stage.clock.running, lived: stage.clock.live });
  stage.clock.run(false);
  $('inspect').hidden = false;
  drawInspect(stage.view);
  $('in-close').focus();
}

export function closeInspect() {
  if (!stage.picked) return;
  const { pickedFrom: from } = stage;
  stage.picked = null;
  $('inspect').hidden = true;
  (from?.isConnected ? from : $('b-play')).focus();
  // After the focus, which alone would let the picture stand.
  if (stage.lived) stage.clock.catchUp(); else if (stage.resume) stage.clock.run(true);
}

export function drawInspect(s) {
  const message = stage.picked, el = $('inspect');
  if (!message || !s) return;
  const half = (title, inner) => `<div><h3>${T(title)}</h3>${inner}</div>`;
  const below = half('inspect.message', fieldsOf(message)) + half('inspect.rows', rows(s, message.transfer));
  put(el, `${head(s, message)}${life(s, message.transfer)}<div class="two">${below}</div>`);
}

function head(s, { transfer, kind, topic, again }) {
  const [a, b] = (endsOfTopic(s.act, topic) ?? ['kafka', 'kafka']).map(name => safe(nameOf(s.ground, name))), armed = [...armedNow()].sort();
  const title = T('inspect.title', { kind: T(`kind.${kind}`).replace(/^./, c => c.toUpperCase()), a, b });
  const fact = (...names) => names.map(name => transfer.fact(name, s.t)).find(value => value !== undefined);
  const whom = transfer ? `${safe(first(fact('payer')))} ${T('inspect.to')} ${safe(first(fact('payee', 'key')))}` : '', offer = stage.presenter ? `<span>${T('inspect.hint')}</span>` : '';
  const hint = armed.length ? `<span class="armed-words">${ic('s-killed')}${T('inspect.armed', { n: armed.join(', ') })}</span>` : offer;
  const shape = kind === 'unreadable' ? 'rejected' : kind;
  return `<header><svg class="kindy c${transfer?.colour ?? 'w'}" aria-hidden="true"><use href="#k-${shape}"/></svg>`
    + `<div><h2 id="in-title">${title}</h2><p class="hint"><span class="whom">${whom}${again ? ` · ${T('inspect.repeat')}` : ''}</span>${hint}</p></div>`
    + `<b>${transfer ? reais(transfer.fact('cents', s.t) ?? 0) : ''}</b>`
    + `<button class="round" id="in-close" aria-label="${T('inspect.close')}">${ic('i-no')}</button></header>`;
}

function life(s, transfer) {
  if (!transfer) return '<div class="life"></div>';
  const at = [1, 2, 3, 4, 5, 6].map(step => transfer.stepAt(step, s.t)), began = at[0] ?? transfer.t, next = at.findIndex(t => t === undefined);
  const refused = transfer.refused <= s.t, armed = armedNow();
  const one = (t, i) => {
    const step = i + 1, is = t !== undefined ? 'done' : i === next ? 'next' : '';
    const word = refused && [2, 5].includes(step) && t !== undefined ? `step.${step}r` : `step.${step}`;
    const bolt = armed.has(step) ? ic('s-killed', 'ic bolt') : '', name = safe(payeeOf(transfer, s.t));
    const said = `data-die="${step}" aria-pressed="${armed.has(step)}" title="${T('inspect.die')}"${stage.presenter ? '' : ' disabled'}`;
    return `<button class="c${transfer.colour} ${is}${bolt && ' armed'}" ${said}>`
      + `<i>${step}</i>${bolt}<b>${T(word, { name })}</b><span>${t !== undefined ? seconds(t - began) : T('inspect.waiting')}</span></button>`;
  };
  return `<div class="life" role="group" aria-label="${T('inspect.life')}">${at.map(one).join('')}</div>`;
}

function rows(s, transfer) {
  const places = [s.ground.banks[0], null, ...s.ground.banks.slice(1)];
  return `<ul class="rows3">${places.map(bank => {
    const place = bank?.place ?? 'hub', commit = transfer?.rowAt(place, s.t);
    const reason = commit?.status === 'rejected' ? transfer.fact('reason', s.t) : null;
    const small = commit ? [commit.side, commit.status, reason].filter(Boolean).join(' · ') : '';
    return `<li>${markOf(bank)}<span>${safe(nameOf(s.ground, place))} <small>${safe(small)}</small></span><b>${T(`row.${commit ? rowWord(commit) : 'none'}`)}</b></li>`;
  }).join('')}</ul>`;
}
