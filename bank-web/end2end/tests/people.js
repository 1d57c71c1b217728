// Customers as the tests need them: somebody new with keys, or one of the made-up people of the welcome page.

import { expect } from "@playwright/test";

export const BANKS = {
  ipe: { name: "Banco Ipê", url: process.env.PAGES_001 ?? "http://127.0.0.1:3001", demo: "marina" },
  mare: { name: "Banco Maré", url: process.env.PAGES_002 ?? "http://127.0.0.1:3002", demo: "rafael" },
};

export const PASSWORD = "uma frase curta";
export const PIN = "1234";

/** A CPF that exists, of nine random digits. */
export function newCpf() {
  const digits = Array.from({ length: 9 }, () => Math.floor(Math.random() * 10));
  for (const length of [9, 10]) {
    const sum = digits.reduce((sum, digit, at) => sum + digit * (length + 1 - at), 0);
    digits.push(sum % 11 < 2 ? 0 : 11 - (sum % 11));
  }
  return digits.join("");
}

/** Opens an account and registers the e-mail as a key; the page stands on the keys then. */
export async function newCustomer(context, bank, name) {
  const page = await context.newPage();
  const customer = { page, bank, name, cpf: newCpf(), email: `${Date.now()}.${Math.floor(Math.random() * 1e6)}@exemplo.com.br` };
  await page.goto(`${bank.url}/open-account`);
  await page.fill("#name", name);
  await page.fill("#tax_id", customer.cpf);
  await page.fill("#email", customer.email);
  await page.fill("#password", PASSWORD);
  await page.fill("#pin", PIN);
  await submit(page);
  await page.waitForURL("**/home");
  await registerKey(customer, "email", customer.email);
  return customer;
}

export async function registerKey({ page, bank }, kind, key) {
  await page.goto(`${bank.url}/pix/keys/new`);
  await page.check(`[name=kind][value=${kind}]`, { force: true });
  if (key) await page.fill("#key", key);
  await submit(page);
  await page.waitForURL("**/pix/keys?registered=*");
}

/** Answers the four questions; the page stands on the outcome then. */
export async function sendPix({ page, bank }, key, amount, description = "") {
  await page.goto(`${bank.url}/pix/send`);
  await page.fill("#key", key);
  await submit(page);
  await page.locator("main form.stack button").click();
  await page.fill("#amount", amount);
  await page.fill("#description", description);
  await submit(page);
  await page.fill("#pin", PIN);
  await submit(page);
  await page.waitForURL("**/transfers/*");
}

/** Into one of the made-up people's accounts. */
export async function asDemoPerson(page, bank) {
  await page.goto(bank.url);
  await page.locator(`button[value^="${bank.demo}"]`).click();
  await page.waitForURL("**/home");
}

/** Presses the one filled button of the page's form. */
export async function submit(page) {
  await page.locator("main form.form button").last().click();
}

/** Whatever a page complains of; empty at the end of every test. */
export function complaints(page) {
  const heard = [];
  page.on("pageerror", (error) => heard.push(error.message));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && heard.push(message.text()));
  return heard;
}

export async function expectBalance(page, balance) {
  await expect(page.locator(".balance .v")).toHaveText(balance);
}
