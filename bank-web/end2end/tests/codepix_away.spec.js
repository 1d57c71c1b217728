// CodePix is killed: the bank says so, takes the Pix all the same, and it arrives by itself when CodePix is back.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { BANKS, complaints, confirm, enterPin, expectBalance, newCustomer, review, submit } from "./people.js";

/** Pulls a plug or puts it back, as a presenter does. */
function script(name, ...words) {
  execFileSync(fileURLToPath(new URL(`../../../scripts/${name}`, import.meta.url)), words);
}

test.afterEach(() => script("up", "--no-build", "codepix"));

for (const javaScriptEnabled of [true, false]) {
  test(`a Pix waits for CodePix and completes, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({ browser }) => {
    const context = () => browser.newContext({ javaScriptEnabled });
    const ana = await newCustomer(await context(), BANKS.ipe, "Ana Lima");
    const bia = await newCustomer(await context(), BANKS.mare, "Bia Souza");
    const { page } = ana;
    const heard = complaints(page);
    await bia.page.goto(`${BANKS.mare.url}/home`);

    script("down", "--kill", "codepix");
    await page.goto(`${BANKS.ipe.url}/pix/send`);
    await page.fill("#key", bia.email);
    await submit(page);
    await expect(page.locator("main")).toContainText("Não dá para conferir o nome agora");
    await review(page, "25");
    await confirm(page);
    await enterPin(page);
    await page.waitForURL("**/transfers/*");
    const outcome = page.locator(".outcome");
    await expect(outcome).toHaveAttribute("data-state", javaScriptEnabled ? "wait" : /now|wait/);

    script("up", "--no-build", "codepix");
    if (!javaScriptEnabled) {
      await expect(async () => {
        await page.reload();
        await expect(page.locator("h1")).toHaveText("Pix enviado", { timeout: 500 });
      }).toPass({ timeout: 30_000 });
      await bia.page.reload();
    }
    await expect(page.locator("h1")).toHaveText("Pix enviado", { timeout: 30_000 });
    await expectBalance(bia.page, "1.025,00");
    await page.goto(`${BANKS.ipe.url}/home`);
    await expectBalance(page, "975,00");
    expect(heard).toEqual([]);
  });
}
