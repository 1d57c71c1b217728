// A rosette, as on paper money. A broken proof has a broken one.
function curve(radius, swing, petals, phase) {
  let d = '';
  for (let i = 0; i <= 360; i += 1.5) {
    const q = i * Math.PI / 180, x = radius + swing * Math.cos(petals * q + phase);
    d += `${d ? 'L' : 'M'}${(x * Math.cos(q)).toFixed(1)} ${(x * Math.sin(q)).toFixed(1)}`;
  }
  return `<path d="${d}Z"/>`;
}

export function rosette(sound) {
  const inks = sound ? ['#54207A', '#A87400', '#00666D', '#0B2742'] : ['#8F120D', '#8F120D', '#8F120D', '#8F120D'];
  const ring = j => [0, 1, 2, 3].map(i => curve(62 - j * 5, 17 - j * 2, 12 + j * 2, i * 0.52 + j)).join('');
  const rings = inks.map((ink, j) => `<g fill="none" stroke="${ink}" stroke-width=".8" opacity=".8">${ring(j)}</g>`).join('');
  const sign = sound ? 'M-17 1-5 13 18-12' : 'M-14-14 14 14M14-14-14 14';
  const seal = `<g ${sound ? '' : 'stroke-dasharray="26 7"'}>${rings}</g><circle r="34" class="paper" stroke="${inks[3]}" stroke-width="2"/>`;
  const ink = sound ? '#0B5230' : '#8F120D', pen = 'stroke-width="7" stroke-linecap="round" stroke-linejoin="round"';
  return `<svg class="seal" viewBox="-84 -84 168 168" aria-hidden="true">${seal}<path d="${sign}" fill="none" stroke="${ink}" ${pen}/></svg>`;
}
