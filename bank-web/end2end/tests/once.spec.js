// An order is one transfer, whatever is done with its address: the answer is lost, one goes back, reloads, opens it in a second
// tab, presses twice.

import { expect, test } from "@playwright/test";
import { BANKS, askForPin, confirm, enterPin, expectBalance, newCustomer, proxyBefore, review, sendPix } from "./people.js";

const ROUNDS = Number(process.env.ROUNDS ?? 4);
const ipe = BANKS.ipe;

/** What somebody may do who saw an error instead of an answer. */
const WAYS = {
  back: async (page) => page.goBack(),
  reload: async (page) => page.reload(),
  "a second tab": async (page, address) => page.goto(address),
  "the PIN again": async (page) => {
    await page.goBack();
    if (await page.locator("#pin").isVisible()) await enterPin(page);
  },
};

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with scripts" : "without scripts";

  test(`a lost answer is one transfer, ${how}`, async ({ browser }) => {
    test.setTimeout(30_000 + ROUNDS * 10_000);
    const ana = await newCustomer(await browser.newContext({ javaScriptEnabled }), ipe, "Ana Lima");
    const bia = await newCustomer(await browser.newContext({ javaScriptEnabled }), ipe, "Bia Souza");
    const { page } = ana;
    let lose = false;
    const proxy = await proxyBefore(ipe, (method, path) => lose && method === "POST" && path === "/pix/send");
    const through = { page, bank: { url: proxy.url } };
    for (let round = 0; round < ROUNDS; round++) {
      await askForPin(through, bia.email, `1,0${round % 10}`, `volta ${round}`);
      const address = page.url();
      lose = true;
      await page.fill("#pin", "4826");
      await page.locator("main form.form button").last().click();
      await page.waitForURL(/chrome-error/);
      lose = false;
      const way = Object.keys(WAYS)[round % 4];
      await WAYS[way](page, address);
      await expect(page, way).toHaveURL(/transfers\/.*view=result/);
      await page.goto(`${ipe.url}/statement?direction=out`);
      await expect(page.locator(".day li"), way).toHaveCount(round + 1);
    }
    proxy.close();
  });

  test(`back, reload and a second tab after paying lead to what was paid, ${how}`, async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled });
    const ana = await newCustomer(context, ipe, "Ana Lima");
    const bia = await newCustomer(await browser.newContext({ javaScriptEnabled }), ipe, "Bia Souza");
    const { page } = ana;
    await page.goto(`${ipe.url}/pix/send?key=${bia.email}`);
    await review(page, "10");
    const reviewed = page.url();
    await confirm(page);
    const other = await context.newPage();
    await other.goto(page.url());
    await enterPin(page);
    await page.waitForURL("**/transfers/*");
    const paid = page.url();

    // The other tab was open already: its form is of the same order.
    await enterPin(other);
    await expect(other).toHaveURL(paid);
    await page.goBack();
    await expect(page).toHaveURL(paid);
    await expect(page.locator("#pin")).toHaveCount(0);
    await other.goto(reviewed);
    await expect(other).toHaveURL(paid);
    await page.goto(`${ipe.url}/home`);
    await expectBalance(page, "990,00");
  });

  test(`the same amount to the same person is asked about once, ${how}`, async ({ browser }) => {
    const ana = await newCustomer(await browser.newContext({ javaScriptEnabled }), ipe, "Ana Lima");
    const bia = await newCustomer(await browser.newContext({ javaScriptEnabled }), ipe, "Bia Souza");
    const { page } = ana;
    await sendPix(ana, bia.email, "2,00");
    const paid = page.url();
    await page.goto(`${ipe.url}/pix/send?key=${bia.email}`);
    await review(page, "2,00");
    await confirm(page);
    await expect(page.locator("[role=alert]")).toContainText("Você acabou de enviar R$\u00a02,00 para Bia Souza");
    await expect(page.locator("[role=alert]")).toContainText(/há \d+ segundos?/);
    await page.locator("main a.btn.full").first().click();
    await expect(page).toHaveURL(paid);
    await page.goBack();
    await confirm(page);
    await enterPin(page);
    await page.waitForURL("**/transfers/*");
    expect(page.url()).not.toBe(paid);
    await page.goto(`${ipe.url}/home`);
    await expectBalance(page, "996,00");
  });
}

test("pressed twice, the button sends once", async ({ browser }) => {
  const ana = await newCustomer(await browser.newContext(), ipe, "Ana Lima");
  const bia = await newCustomer(await browser.newContext(), ipe, "Bia Souza");
  await askForPin(ana, bia.email, "3,00");
  await ana.page.fill("#pin", "4826");
  await ana.page.locator("main form.form button").last().dblclick({ noWaitAfter: true });
  await ana.page.waitForURL("**/transfers/*");
  await ana.page.goto(`${ipe.url}/home`);
  await expectBalance(ana.page, "997,00");
});

test("an order's form with another amount says that it was used, and pays nothing", async ({ browser }) => {
  const ana = await newCustomer(await browser.newContext(), ipe, "Ana Lima");
  const bia = await newCustomer(await browser.newContext(), ipe, "Bia Souza");
  const { page } = ana;
  await askForPin(ana, bia.email, "4,00");
  const form = await page.locator("main form.form").evaluate((form) => Object.fromEntries(new FormData(form)));
  await enterPin(page);
  await page.waitForURL("**/transfers/*");
  const headers = { origin: ipe.url };
  const said = await page.request.post(`${ipe.url}/pix/send`, { form: { ...form, amount: "5", pin: "4826" }, headers });
  expect(await said.text()).toContain("Este pedido já virou um Pix com outros dados");
  await page.goto(`${ipe.url}/home`);
  await expectBalance(page, "996,00");
});
