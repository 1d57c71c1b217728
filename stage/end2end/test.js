// What every test begins with: a stage as it begins, and the presenter before its page.
import { readFileSync } from 'node:fs';
import { test as base, expect } from '@playwright/test';
import { House } from './house.js';
import { Picture } from './picture.js';

const ASSETS = new URL('../assets/', import.meta.url);
const FILE = /\/assets\/[0-9a-f]+\/([\w-]+\.(?:js|css))$/;

export const test = base.extend({
  house: [async ({}, use) => {
    const house = new House();
    await use(house);
    await house.close();
  }, { scope: 'worker' }],
  theatre: async ({ house }, use) => {
    await use(await house.theatre());
    await house.swept();
  },
  journal: async ({ theatre }, use) => use(theatre.journal),
  context: async ({ theatre, context }, use) => {
    await fromDisk(context, theatre.url);
    await use(context);
  },
  /** The presenter's page; at its end nothing was complained of. */
  picture: async ({ theatre, page }, use) => {
    const picture = new Picture(page, theatre.url);
    await picture.open(theatre.door, theatre.journal);
    await use(picture);
    expect(picture.heard).toEqual([]);
  },
});

/** With STAGE_ASSETS=disk the page's files are those that lie in the folder, not those that were compiled in. */
export async function fromDisk(context, origin) {
  if (process.env.STAGE_ASSETS !== 'disk') return;
  await context.route(url => url.origin === origin && FILE.test(url.pathname), route => {
    const [, name] = new URL(route.request().url()).pathname.match(FILE);
    return route.fulfill({ path: new URL(name, ASSETS).pathname });
  });
}

/** Serves one of the page's modules with a mistake in it; `from` must stand in it, so that the mistake is one. */
export async function plant(page, name, from, to) {
  const text = readFileSync(new URL(name, ASSETS), 'utf8');
  expect(text, name).toContain(from);
  const body = text.replace(from, () => to);
  await page.route(url => url.pathname.endsWith(`/${name}`), route => route.fulfill({ body, contentType: 'text/javascript' }));
}

export { expect };
