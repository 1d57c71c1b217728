// From one bank to the other, with and without scripts.

import { expect, test } from "@playwright/test";
import { BANKS, complaints, expectBalance, newCustomer, sendPix } from "./people.js";

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
  });
}

test("the page comes back by itself after the connection broke", async ({ browser }) => {
  const context = await browser.newContext();
  const bia = await newCustomer(context, BANKS.mare, "Bia Souza");
  const ana = await newCustomer(await browser.newContext(), BANKS.ipe, "Ana Lima");
  await bia.page.goto(`${BANKS.mare.url}/statement`);
  await expect(bia.page.locator(".live")).toHaveText("Ao vivo");
  await context.setOffline(true);
  await sendPix(ana, bia.email, "1,00");
  await context.setOffline(false);
  await expect(bia.page.locator(".day li")).toHaveCount(2);
});
