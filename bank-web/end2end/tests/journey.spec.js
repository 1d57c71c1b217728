// From one bank to the other, with and without scripts.

import { expect, test } from "@playwright/test";
import { BANKS, PIN, complaints, expectBalance, newCustomer, sendPix, submit } from "./people.js";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test("a Pix goes from one bank to the other, and both have the receipt", async ({ browser }) => {
      const context = () => browser.newContext({ javaScriptEnabled });
      const ana = await newCustomer(await context(), BANKS.ipe, "Ana Lima");
      const bia = await newCustomer(await context(), BANKS.mare, "Bia Souza");
      const heard = [ana, bia].map(({ page }) => complaints(page));
      await bia.page.goto(`${BANKS.mare.url}/home`);
      await expectBalance(bia.page, "1.000,00");

      await sendPix(ana, bia.email, "150,25", "Metade do presente");
      if (!javaScriptEnabled) {
        await expect(async () => {
          await ana.page.reload();
          await expect(ana.page.locator("h1")).toHaveText("Pix enviado", { timeout: 500 });
        }).toPass();
        await bia.page.reload();
      }
      await expect(ana.page.locator("h1")).toHaveText("Pix enviado");
      // With scripts this page has not been asked for again.
      await expectBalance(bia.page, "1.150,25");
      await expect(bia.page.locator("ol.rows li").first()).toContainText("Ana Lima");

      const receipt = new URL(ana.page.url()).pathname;
      for (const { page, bank } of [ana, bia]) {
        await page.goto(bank.url + receipt);
        await expect(page.locator("article.slip")).toContainText("Metade do presente");
        await expect(page.locator("article.slip")).toContainText("Ana Lima");
        await expect(page.locator("article.slip")).toContainText("Bia Souza");
        await page.goto(`${bank.url}/statement`);
        await expect(page.locator(".day li")).toHaveCount(2);
      }
      expect(heard.flat()).toEqual([]);
    });

    test("sending one review twice is one transfer", async ({ browser }) => {
      const context = await browser.newContext({ javaScriptEnabled });
      const ana = await newCustomer(context, BANKS.ipe, "Ana Lima");
      const bia = await newCustomer(await browser.newContext({ javaScriptEnabled }), BANKS.ipe, "Bia Souza");
      const { page } = ana;
      await page.goto(`${BANKS.ipe.url}/pix/send?key=${bia.email}`);
      await page.locator("main form.stack button").click();
      await page.fill("#amount", "10");
      await submit(page);
      const again = await context.newPage();
      const review = await page.locator("main form.form").evaluate((form) => Object.fromEntries(new FormData(form)));
      await page.fill("#pin", PIN);
      await submit(page);
      await page.waitForURL("**/transfers/*");
      const form = { ...review, pin: PIN };
      const repeated = await again.request.post(`${BANKS.ipe.url}/pix/send`, { form, headers: { origin: BANKS.ipe.url } });
      expect(new URL(repeated.url()).pathname).toBe(new URL(page.url()).pathname);
      await page.goto(`${BANKS.ipe.url}/home`);
      await expectBalance(page, "990,00");
    });
  });
}

test("the page comes back by itself after the connection broke", async ({ browser }) => {
  const context = await browser.newContext();
  const bia = await newCustomer(context, BANKS.mare, "Bia Souza");
  const ana = await newCustomer(await browser.newContext(), BANKS.ipe, "Ana Lima");
  await bia.page.goto(`${BANKS.mare.url}/statement`);
  await expect(bia.page.locator(".live")).toHaveText("Ao vivo");
  await context.setOffline(true);
  await sendPix(ana, bia.email, "1");
  await context.setOffline(false);
  await expect(bia.page.locator(".day li")).toHaveCount(2);
});
