// The certificate: paper over the picture, never over the money.
import { $, ic, put } from './dom.js';
import { findingOf } from './finding.js';
import { download } from './recording.js';
import { qrSvg } from './qr.js';
import { rosette } from './rosette.js';
import { stage } from './state.js';
import { T, count, figure, knows, many, moment, reais, safe, seconds, took } from './words.js';

const BETWEEN = new Set(['known_to_the_hub', 'has_its_payer', 'same_transfer', 'one_credit', 'never_credited_and_refunded', 'same_verdict',
  'settlement_positions', 'money_in_the_system', 'settled']);
/** What no ledger can know: whether customers were told the truth, and what waits comes to an end. */
const PROMISED = new Set(['each_order_once', 'answers_are_true', 'keys_agree', 'poison_is_put_aside', 'ends_in_time']);
/** Seconds for which a proof lies open when nobody puts it away: in a recording, and when one looks back. */
const OPEN = 14;
/** A proof that is older when it is first seen, as after the page was opened, is not shown by itself. */
const OLD = 30;
/** So few rules have room to be read from the last row. */
const FEW = 12;
let putAwayN = 0;
let shown = null;

export function drawCertificate(s) {
  const el = $('cert'), { proof } = s, passing = stage.recorded || !stage.clock.live;
  const news = proof === shown || passing || s.t - (proof?.t ?? 0) < OLD;
  const lies = proof && news && proof.n > putAwayN && s.t - proof.t < (passing ? OPEN : Infinity) && !(passing && s.scene?.from > proof.t + 1);
  if (!lies) { if (!el.hidden) el.hidden = true; return; }
  put(el, html(s, proof.certificate));
  el.classList.toggle('broken', !proof.certificate.sound);
  if (el.hidden) { el.hidden = false; if (!stage.recorded && stage.clock.live) $('cert-close').focus(); }
  shown = proof;
}
export const isCertificateOpen = () => !$('cert').hidden;
export function putAway() {
  putAwayN = shown?.n ?? putAwayN;
  $('cert').hidden = true;
  if (!$('b-prove').closest('[hidden]')) $('b-prove').focus(); else $('b-play').focus();
}
export const save = () => download(`certificado-${shown.certificate.at.replace(/[:.]/g, '-')}.json`, JSON.stringify(shown.certificate, null, 2), 'application/json');

function html(s, certificate) {
  const { sound } = certificate, n = certificate.claims.length, hold = certificate.claims.filter(claim => !claim.wrong.length).length;
  const when = `${T('cert.title')} · ${moment(certificate.at)} · ${T('cert.took', { s: (certificate.seconds < 0.1 ? took : seconds)(certificate.seconds) })}`;
  const verdict = `<h2 id="cert-title">${T(sound ? 'cert.sound' : 'cert.broken')}</h2><p class="rules-n">${T('cert.rules', { n: hold, m: n })}</p>`;
  const finding = sound ? null : findingOf(certificate, s.act, s.t);
  const header = `<header><p>${when}</p><div>${verdict}</div>${finding ? '' : home()}${rosette(sound)}</header>`;
  const close = T(!sound && stage.presenter ? 'deck.reset' : 'inspect.close');
  const end = `<div class="end"><button class="btn line" id="cert-save">${T('cert.save')}</button><button class="btn" id="cert-close">${close}</button></div>`;
  return `${header}${finding ? guilty(finding, certificate) : rules(certificate)}<footer><dl class="figs">${figures(certificate)}</dl>${end}</footer>`;
}

function rules({ claims }) {
  const words = name => T(knows(`rule.${name}.s`) ? `rule.${name}.s` : `rule.${name}`);
  const rule = ({ name, counts, wrong: [wrong] }) => `<li class="${wrong ? 'no' : ''}" title="${T('cert.of', { n: count(counts) })}">`
    + `${ic(wrong ? 'i-no' : 'i-ok')}${words(name)}</li>`;
  const group = (title, list) => `<div><h3>${T(title)}</h3><ul>${list.map(rule).join('')}</ul></div>`, of = kind => claims.filter(claim => kind.has(claim.name));
  const promised = of(PROMISED), beyond = [...promised, ...of(BETWEEN)], within = claims.filter(claim => !beyond.includes(claim));
  const size = claims.length > FEW ? '' : ' few';
  return `<div class="claims${size}">${group('cert.within', within)}${group(promised.length ? 'cert.beyond' : 'cert.between', beyond)}</div>`;
}

// To take home, where the page was told an address that phones reach.
function home() {
  const { home: address } = stage.opening;
  return address ? `<p class="home">${qrSvg(address)}${T('cert.home')}</p>` : '';
}

function guilty(finding, { figures: f }) {
  const fact = (name, value, cls = '') => `<div><dt>${name}</dt><dd class="${cls}">${value}</dd></div>`, total = f.with_customers_cents + f.underway_cents;
  const whose = [T('cert.transfer'), safe(finding.whose)].filter(Boolean).join(' · ');
  const facts = [
    finding.id && fact(whose, safe(finding.id), 'mono'),
    fact(T('cert.rule'), T(`rule.${finding.rule}`)),
    fact(T('cert.found'), safe(finding.found)),
    finding.bug && fact(`${T('cert.did')} · ${safe(finding.bug)}`, T(`bug.${finding.bug}`)),
    total !== f.issued_cents && fact(finding.more ? many('cert.also', finding.more) : T('cert.money'), T('bug.money', { a: reais(total), b: reais(f.issued_cents) })),
  ];
  return `<dl class="guilty">${facts.filter(Boolean).join('')}</dl>`;
}

function figures({ figures: f, seed, sha256 }) {
  const holds = f.issued_cents === f.with_customers_cents + f.underway_cents, hash = `${safe(sha256.slice(0, 16))}…${safe(sha256.slice(-8))}`;
  return [
    [T('cert.figures'), T('cert.figures.of', { a: count(f.transfers), c: count(f.completed), r: count(f.refunded), w: count(f.waiting) })],
    [T('cert.money'), T(holds ? 'cert.money.of' : 'cert.money.not', { i: reais(f.issued_cents), c: figure(f.with_customers_cents), w: figure(f.underway_cents) })],
    [T('cert.snapshots'), T('cert.read')],
    [seed === null ? T('cert.sha') : T('cert.seed'), `<span class="mono">${seed === null ? '' : `${seed} · sha-256 `}${hash}</span>`],
  ].map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('');
}
