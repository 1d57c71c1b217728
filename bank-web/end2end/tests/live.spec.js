// Pages that live: one stream for all tabs, measured; rows that stay themselves; and an incoming Pix seen on every page.

import { expect, test } from "@playwright/test";
import { BANKS, expectBalance, newCustomer, sendPix } from "./people.js";

const { ipe, mare } = BANKS;

/** Counts the streams of events that are open in all tabs of `context`. */
function streams(context) {
  const open = new Set();
  const is = (request) => new URL(request.url()).pathname === "/events";
  context.on("request", (request) => is(request) && open.add(request));
  for (const end of ["requestfinished", "requestfailed"]) context.on(end, (request) => open.delete(request));
  return () => [...open].filter((request) => !request.frame().page().isClosed()).length;
}

for (const [browsers, script] of [
  ["a browser of today", () => {}],
  ["a browser without locks", () => Object.defineProperty(Navigator.prototype, "locks", { value: undefined })],
]) {
  test(`many tabs leave the bank reachable, in ${browsers}`, async ({ browser }) => {
    const context = await browser.newContext();
    await context.addInitScript(script);
    const ana = await newCustomer(context, ipe, "Ana Lima");
    const bia = await newCustomer(await browser.newContext(), ipe, "Bia Souza");
    await sendPix(ana, bia.email, "1,00");
    const receipt = new URL(ana.page.url()).pathname;
    const open = streams(context);
    for (let tab = 0; tab < 8; tab++) {
      const page = await context.newPage();
      await page.goto(ipe.url + receipt);
      await expect(page.locator("h1")).toHaveText("Comprovante");
    }
    await ana.page.goto(`${ipe.url}/home`, { timeout: 5_000 });
    await expect(ana.page.locator(".live")).toHaveText("Ao vivo");
    expect(open(), "what is final has no stream").toBe(1);
  });
}

test("one tab listens for all, and the next one when it goes", async ({ browser }) => {
  const context = await browser.newContext();
  const ana = await newCustomer(context, ipe, "Ana Lima");
  const bia = await newCustomer(await browser.newContext(), mare, "Bia Souza");
  const open = streams(context);
  const tabs = [ana.page];
  for (let tab = 0; tab < 7; tab++) tabs.push(await context.newPage());
  for (const tab of tabs) await tab.goto(`${ipe.url}/home`, { timeout: 5_000 });
  await expect(tabs[0].locator(".live")).toHaveText("Ao vivo");
  await sendPix(bia, ana.email, "5,00");
  for (const tab of tabs) await expectBalance(tab, "1.005,00");
  expect(open()).toBe(1);
  await tabs.shift().close();
  await sendPix(bia, ana.email, "6,00");
  for (const tab of tabs) await expectBalance(tab, "1.011,00");
  expect(open()).toBe(1);
});

test("the word live is measured, and comes back", async ({ browser }) => {
  const { page } = await newCustomer(await browser.newContext(), ipe, "Ana Lima");
  await page.clock.install();
  await page.goto(`${ipe.url}/home`);
  await page.clock.runFor(1500);
  await expect(page.locator(".live")).toHaveText("Ao vivo");
  await expect(page.locator(".hero-note")).toContainText(/última notícia às \d\d:\d\d:\d\d/);
  await page.route("**/events*", (route) => route.abort());
  await page.clock.fastForward(16_000);
  await page.clock.runFor(1_000);
  await expect(page.locator(".live")).toHaveText("Reconectando…");
  await expect(page.locator(".hero-note")).toContainText(/atualizado às \d\d:\d\d:\d\d/);
  await page.clock.fastForward(12_000);
  await page.clock.runFor(1_000);
  await expect(page.locator("main")).toContainText("Sem conexão");
  await page.unroute("**/events*");
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(page.locator(".live")).toHaveText("Ao vivo");
});

test("rows stay the same elements, and only what is new shows itself as new", async ({ browser }) => {
  const ana = await newCustomer(await browser.newContext(), ipe, "Ana Lima");
  const bia = await newCustomer(await browser.newContext(), mare, "Bia Souza");
  await sendPix(bia, ana.email, "1,00");
  await sendPix(bia, ana.email, "2,00");
  let cents = 10;
  for (const [path, rows] of [["/home", "main ol.rows > li"], ["/statement", ".day li"]]) {
    await ana.page.goto(ipe.url + path);
    await expect(ana.page.locator(".live")).toHaveText("Ao vivo");
    const before = await ana.page.locator(rows).evaluateAll((rows) => rows.map((row) => (row.marked = true)).length);
    await ana.page.locator(`${rows} a`).first().focus();
    for (let more = 1; more <= 2; more++) {
      await sendPix(bia, ana.email, `0,${cents++}`);
      await expect(ana.page.locator(rows)).toHaveCount(Math.min(before + more, path === "/home" ? 7 : 100));
      await expect(ana.page.locator(`${rows}.fresh`)).toHaveCount(1);
    }
    const kept = await ana.page.locator(rows).evaluateAll((rows) => rows.filter((row) => row.marked).length);
    expect(kept, path).toBe(Math.min(before, path === "/home" ? 5 : 100));
    expect(await ana.page.evaluate(() => document.activeElement.closest("li")?.marked), path).toBe(true);
  }
});

test("an incoming Pix is seen on every page, and in the title", async ({ browser }) => {
  const ana = await newCustomer(await browser.newContext(), ipe, "Ana Lima");
  const bia = await newCustomer(await browser.newContext(), mare, "Bia Souza");
  let cents = 0;
  for (const path of ["/home", "/statement", "/pix/keys", "/pix/keys/new", "/profile", "/pix/send"]) {
    const events = ana.page.waitForResponse((response) => response.url().includes("/events"));
    await ana.page.goto(ipe.url + path);
    await events;
    await sendPix(bia, ana.email, `0,0${++cents}`);
    await expect(ana.page.locator(".toast"), path).toContainText(`Pix recebido: R$\u00a00,0${cents} de Bia Souza`);
    await expect(ana.page, path).toHaveTitle(/^\(\d\) Pix recebido/);
  }
});

test("a page of one account never shows another's", async ({ browser }) => {
  const context = await browser.newContext();
  const ana = await newCustomer(context, ipe, "Ana Lima");
  const caio = await newCustomer(await browser.newContext(), ipe, "Caio Reis");
  await ana.page.goto(`${ipe.url}/home`);
  await expect(ana.page.locator(".live")).toHaveText("Ao vivo");
  const [session] = (await caio.page.context().cookies()).filter(({ name }) => name === "session-001");
  await context.addCookies([session]);
  const other = await context.newPage();
  await other.goto(`${ipe.url}/home`);
  await ana.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(ana.page.locator(".hero-hi")).toHaveText("Olá, Caio");
});
