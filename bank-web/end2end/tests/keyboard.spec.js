// By keyboard alone: an account, a key, a Pix. Whatever has the focus shows it.

import { expect, test } from "@playwright/test";
import { BANKS, PASSWORD, PIN, complaints, newCpf, newCustomer } from "./people.js";

/** Presses Tab until the focus is on what `selector` names, once that is there. */
async function reach(page, selector) {
  await page.locator(selector).first().waitFor({ state: "attached" });
  for (let pressed = 0; pressed < 60; pressed++) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate((selector) => {
      const at = document.activeElement;
      const shows = (element) => element && getComputedStyle(element).outlineStyle !== "none";
      const around = [at, at.nextElementSibling, at.parentElement, at.parentElement?.parentElement, at.closest(".row")];
      // Between the last element and the first one the browser's own buttons have it.
      const away = at === document.body;
      return { there: at.matches(selector), shown: away || around.some(shows), what: at.outerHTML.slice(0, 120) };
    }, selector);
    expect(focus.shown, `the focus is seen on ${focus.what}`).toBe(true);
    if (focus.there) return;
  }
  throw new Error(`no Tab leads to ${selector}`);
}

async function write(page, selector, text) {
  await reach(page, selector);
  await page.keyboard.type(text);
}

/** Where the page puts the focus itself. */
async function writeAtOnce(page, selector, text) {
  await expect(page.locator(selector)).toBeFocused();
  await page.keyboard.type(text);
}

for (const javaScriptEnabled of [true, false]) {
  test(`a keyboard suffices ${javaScriptEnabled ? "with" : "without"} scripts`, async ({ browser }) => {
    const bia = await newCustomer(await browser.newContext(), BANKS.mare, "Bia Souza");
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
    const heard = complaints(page);
    await page.goto(BANKS.ipe.url);
    await reach(page, "a[href='/open-account']");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/open-account");
    await writeAtOnce(page, "#name", "Ana Lima");
    await write(page, "#tax_id", newCpf());
    await write(page, "#email", `${Date.now()}@exemplo.com.br`);
    await write(page, "#password", PASSWORD);
    await write(page, "#pin", PIN);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/home");

    await page.goto(`${BANKS.ipe.url}/pix/keys/new`);
    await reach(page, "[name=kind]");
    for (let pressed = 0; pressed < 5 && !(await page.isChecked("[name=kind][value=random]")); pressed++) {
      await page.keyboard.press("ArrowDown");
    }
    await page.keyboard.press("Enter");
    await page.waitForURL("**/pix/keys");

    await page.goto(`${BANKS.ipe.url}/home`);
    await reach(page, "a[href='/pix/send']");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/pix/send");
    await writeAtOnce(page, "#key", bia.email);
    await page.keyboard.press("Enter");
    await reach(page, "main form.stack button");
    await page.keyboard.press("Enter");
    await write(page, "#amount", "12,34");
    await page.keyboard.press("Enter");
    await reach(page, "main a[href*='step=pin']");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#pin:focus");
    await page.keyboard.type(PIN);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/transfers/*");
    await expect(async () => {
      if (!javaScriptEnabled) await page.reload();
      await expect(page.locator("h1")).toHaveText("Pix enviado", { timeout: 500 });
    }).toPass();
    expect(heard).toEqual([]);
  });
}
