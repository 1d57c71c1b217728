// What a page does for the eye and the hand: it writes what is typed as people write it, opens a movement beside the others,
// and prints as a receipt alone.

import { expect, test } from "@playwright/test";
import { BANKS, asDemoPerson, newCustomer, sendPix } from "./people.js";

const bank = BANKS.ipe;

test("numbers are written as they are typed", async ({ page }) => {
  await page.goto(`${bank.url}/open-account`);
  for (const [typed, written] of [["52998224725", "529.982.247-25"], ["12abc34501de35", "12.ABC.345/01DE-35"]]) {
    await expect(async () => {
      await page.fill("#tax_id", "");
      await page.locator("#tax_id").pressSequentially(typed);
      await expect(page.locator("#tax_id")).toHaveValue(written, { timeout: 500 });
    }).toPass();
  }
  await page.locator("#tax_id").press("Backspace");
  await expect(page.locator("#tax_id")).toHaveValue("12.ABC.345/01DE-3");
});

for (const javaScriptEnabled of [true, false]) {
  test(`a movement opens beside the others ${javaScriptEnabled ? "with" : "without"} scripts`, async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await asDemoPerson(page, bank);
    await page.goto(`${bank.url}/statement`);
    if (javaScriptEnabled) await expect(page.locator(".live")).toHaveAttribute("data-state", "ok");
    await page.evaluate(() => (window.sameDocument = true));
    const row = page.locator("a.cover.wide").nth(2);
    const name = await row.textContent();
    await row.click();
    await page.waitForURL("**open=E*");
    await expect(page.locator("a.cover.wide[aria-current]")).toHaveText(name);
    await expect(page.locator(".aside .slip")).toContainText(name);
    await expect(page.locator(".aside")).toHaveAttribute("aria-label", "Movimentação escolhida");
    expect(await page.evaluate(() => window.sameDocument === true)).toBe(javaScriptEnabled);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator("a.cover.narrow").nth(2).click();
    await page.waitForURL("**/transfers/*");
  });
}

test("a receipt prints alone, and says what it is", async ({ browser }) => {
  const ana = await newCustomer(await browser.newContext(), bank, "Ana Lima");
  const bia = await newCustomer(await browser.newContext(), BANKS.mare, "Bia Souza");
  await sendPix(ana, bia.email, "2,50");
  const { page } = ana;
  await expect(page.locator("h1")).toHaveText("Pix enviado");
  await page.goto(bank.url + new URL(page.url()).pathname);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".print-only.title")).toBeVisible();
  await expect(page.locator(".print-only.title")).toHaveText("Comprovante de Pix");
  await expect(page.locator("article.slip")).toContainText("Banco 001");
  await expect(page.locator("article.slip")).toContainText("banco fictício");
  for (const away of [".rail", ".actions", ".aside"]) await expect(page.locator(away).first()).toBeHidden();
});
