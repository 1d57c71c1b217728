// Every page in both brands, both lights, on four screens: nothing for axe-core to find, nothing cut, covered, too small or
// scrolling sideways, no word in the console; and a picture of each in screenshots/.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { faults, scrollsForNothing } from "./faults.js";
import { BANKS, DEMO_PIN, asDemoPerson, complaints, enterPin, submit } from "./people.js";
import { fewCents } from "./amounts.js";

const SCREENS = {
  phone: { width: 390, height: 844 },
  "short phone": { width: 390, height: 664 },
  "small phone": { width: 320, height: 568 },
  desktop: { width: 1280, height: 800 },
};
const LOOKS = [
  { colorScheme: "light", locale: "pt-BR" },
  { colorScheme: "dark", locale: "en-US" },
];

for (const [brand, bank] of Object.entries(BANKS)) {
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    // On the small ones only what lacks room.
    const isSmall = screen.includes(" ");
    const looks = isSmall ? [LOOKS[brand === "ipe" ? 0 : 1]] : LOOKS;
    for (const look of looks) {
      test(`${brand}, ${screen}, ${look.colorScheme}, ${look.locale}`, async ({ browser }) => {
        test.setTimeout(180_000);
        const context = await browser.newContext({ ...look, viewport, reducedMotion: "reduce" });
        const page = await context.newPage();
        const heard = complaints(page);
        const look_at = async (name) => {
          await page.waitForLoadState("load");
          expect.soft(await faults(page), name).toEqual([]);
          expect.soft(await scrollsForNothing(page), `${name} scrolls for nothing`).toBe(0);
          if (isSmall) return;
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect.soft(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), name).toEqual([]);
          const path = `screenshots/${brand}-${screen}-${look.colorScheme}-${name}.png`;
          await page.screenshot({ path, fullPage: true });
        };
        const visit = async (name, path) => {
          await page.goto(bank.url + path);
          await look_at(name);
        };
        await visit("welcome", "/");
        await visit("login", "/login");
        await visit("open-account", "/open-account");
        await submit(page);
        await look_at("open-account-mistakes");
        await asDemoPerson(page, bank);
        await look_at("home");
        await visit("statement", "/statement");
        await visit("statement-in", "/statement?direction=in");
        await visit("keys", "/pix/keys");
        await visit("keys-new", "/pix/keys/new");
        await visit("profile", "/profile");
        // Somebody who exists: to look for others costs the person that all play.
        const other = bank === BANKS.ipe ? "rafael.002" : "marina.001";
        await visit("pix", "/pix");
        await visit("pix-mistake", "/pix?what=manda+50+pro+rafa+pizza");
        await visit("pix-unsure", `/pix?what=manda+50+pro+${other}@exemplo.com.br+faltou+35+da+pizza`);
        // Two keys that nobody has: twice would be too often for one person.
        if (look === LOOKS[0] && screen === "phone") await visit("pix-unsure-key", "/pix?what=manda+50+pro+51998259765+pizza");
        await visit("scan", "/pix/scan");
        await visit("pay-code-altered", "/pix/pay?code=00020126420014br.gov.bcb.pix0120ana@banco");
        await visit("send-key", "/pix/send");
        await visit("send-key-either", "/pix/send?key=51998259765");
        await visit("send-key-mistake", "/pix/send?key=nada");
        await visit("send-payee", `/pix/send?key=${other}@exemplo.com.br`);
        await page.locator("main form.stack button").click();
        await page.waitForSelector("#amount");
        await look_at("send-amount");
        // Others play the same person meanwhile.
        await page.fill("#amount", fewCents());
        await submit(page);
        await page.waitForURL("**order=*");
        await look_at("send-review");
        await page.locator("main a[href*='step=pin']").click();
        await page.waitForURL("**step=pin*");
        if (!(await page.locator("#pin").isVisible())) {
          await look_at("send-twice");
          await page.locator("main a[href*='step=pin']").click();
        }
        await page.waitForSelector("#pin");
        await look_at("send-pin");
        await enterPin(page, "0000");
        await page.waitForSelector("#pin-e");
        await look_at("send-pin-mistake");
        await enterPin(page, DEMO_PIN);
        await page.waitForURL("**/transfers/*");
        await expect(page.locator(".outcome[data-state=done]")).toBeVisible();
        await look_at("outcome");
        await visit("receipt", new URL(page.url()).pathname);
        await page.goto(`${bank.url}/pix/keys`);
        await page.locator("a[href*=remove]").first().click();
        await page.waitForURL("**/remove*");
        await look_at("keys-remove");
        expect(heard).toEqual([]);
      });
    }
  }
}
