// The same pages in another engine: Debian's Firefox, over WebDriver BiDi. A Pix from each bank to the other, from the welcome
// page to the statement; nothing on the console.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import puppeteer from "puppeteer-core";
import { fewCents } from "../tests/amounts.js";

const BANKS = [
  { url: process.env.PAGES_001 ?? "http://127.0.0.1:3001", demo: "marina", other: "rafael.002@exemplo.com.br", payee: "Rafael" },
  { url: process.env.PAGES_002 ?? "http://127.0.0.1:3002", demo: "rafael", other: "marina.001@exemplo.com.br", payee: "Marina" },
];

let firefox;
before(async () => {
  firefox = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    protocol: "webDriverBiDi",
    extraPrefsFirefox: { "intl.accept_languages": "pt-BR" },
  });
});
after(() => firefox?.close());

/** Waits until an element says this. */
async function says(page, selector, text) {
  const found = (selector, text) => document.querySelector(selector)?.textContent.includes(text);
  await page.waitForFunction(found, { timeout: 15_000 }, selector, text).catch(async () => {
    const instead = await page.$eval(selector, (element) => element.textContent).catch(() => "nothing");
    assert.fail(`${selector} says ${instead}, not ${text}`);
  });
}

/** Presses what leads to the next page, which is there when `selector` is. */
async function press(page, button, selector) {
  await page.locator(button).click();
  await page.waitForSelector(selector, { timeout: 15_000 });
}

for (const bank of BANKS) {
  test(`a Pix from ${bank.demo} in Firefox`, { timeout: 60_000 }, async () => {
    const context = await firefox.createBrowserContext();
    const page = await context.newPage();
    const heard = [];
    page.on("pageerror", (error) => heard.push(error.message));
    page.on("console", (said) => ["error", "warn"].includes(said.type()) && heard.push(said.text()));

    await page.goto(bank.url);
    await press(page, `button[value^="${bank.demo}"]`, ".balance .v");
    await says(page, ".live", "Ao vivo");
    await page.goto(`${bank.url}/pix/send`);
    await page.type("#key", bank.other);
    await press(page, "main form.form button:last-of-type", "main form.stack button");
    await says(page, "main", bank.payee);
    await press(page, "main form.stack button", "#amount");
    await page.type("#amount", fewCents());
    await press(page, "main form.form button:last-of-type", "main a[href*='step=pin']");
    await press(page, "main a[href*='step=pin']", "#pin");
    await page.type("#pin", "1234");
    await press(page, "main form.form button:last-of-type", ".outcome");
    await says(page, "h1", "Pix enviado");
    await page.goto(bank.url + new URL(page.url()).pathname);
    await says(page, "article.slip", bank.payee);
    await page.goto(`${bank.url}/statement`);
    await says(page, ".day li", bank.payee);
    assert.deepEqual(heard, []);
    await context.close();
  });
}
