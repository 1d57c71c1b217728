// A face, drawn from a customer's number, so that the picture and the phone show the same one. Round at the first bank's
// brand, square at the other's.
const HAIR = ['M-25-4C-29-30 29-30 25-4 14-15-14-15-25-4Z', 'M-25 6C-33-34 33-34 25 6 22-10 10-17-4-16-15-15-23-8-25 6Z',
  'M-22-12C-15-29 15-29 22-12 8-19-8-19-22-12ZM0-36a7 7 0 1 1-.1 0Z', '', 'M-25-4C-30-22-16-32-8-27-2-33 6-32 10-28 20-31 29-20 25-4 22-12 16-16 9-15 0-18-14-17-25-4Z'];
const BRANDS = {
  ipe: {
    skins: ['#FFC42E', '#FFDC85', '#D9B3F2', '#F5B06B'], hairs: ['#8C4BC2', '#B4622A', '#F7E9FF', '#6A7390'],
    ink: '#2A1038', head: '<circle r="25"',
  },
  mare: {
    skins: ['#45D3C7', '#9BEBE3', '#9CC9F5', '#C3EBC9'], hairs: ['#1F7F94', '#3C6FC0', '#EAFBF8', '#6A7390'],
    ink: '#04222E', head: '<rect x="-24.500" y="-24.500" width="49" height="49" rx="11"',
  },
};
// Always the same for the same seed.
const chance = seed => { const x = Math.sin(seed * 127.1 + 11.7) * 43758.5453; return x - Math.floor(x); };

/** They look at the hub while they wait. */
export function face(number, brand, side, waits) {
  const { skins, hairs, ink, head } = BRANDS[brand] ?? BRANDS.ipe, pick = (list, seed) => list[Math.floor(chance(seed) * list.length)];
  const aside = (side === 'left' ? 1 : -1) * (waits ? 6 : 1.5), mouth = waits ? 'M-6 10Q0 13.500 6 10' : 'M-8 8.500Q0 16.500 8 8.500';
  const eyes = `<g fill="${ink}" transform="translate(${aside} 0)"><circle cx="-8" cy="-1" r="3.300"/><circle cx="8" cy="-1" r="3.300"/></g>`;
  const smile = `<path d="${mouth}" fill="none" stroke="${ink}" stroke-width="3" stroke-linecap="round" transform="translate(${aside * 0.7} 0)"/>`;
  const hair = `<path d="${pick(HAIR, number + 0.5)}" fill="${pick(hairs, number * 5.3 + 2)}"/>`;
  return `<svg class="face pop d${number % 3}" viewBox="-28 -38 56 66" aria-hidden="true">${head} fill="${pick(skins, number * 3.1)}"/>${hair}${eyes}${smile}</svg>`;
}
