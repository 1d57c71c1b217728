// Customers as the tests need them: somebody new with keys, or one of the made-up people of the welcome page.

import { createServer, request } from "node:http";
import { expect } from "@playwright/test";

export const BANKS = {
  ipe: { name: "Banco Ipê", url: process.env.PAGES_001 ?? "http://127.0.0.1:3001", demo: "marina" },
  mare: { name: "Banco Maré", url: process.env.PAGES_002 ?? "http://127.0.0.1:3002", demo: "rafael" },
};

export const PASSWORD = "uma frase curta";
export const PIN = "4826";
/** Of the made-up people. */
export const DEMO_PIN = "1234";

/** A CPF that exists, of nine random digits; the PIN is no part of it. */
export function newCpf() {
  const cpf = anyCpf();
  return cpf.includes(PIN) ? newCpf() : cpf;
}

function anyCpf() {
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
  if (key) await page.fill(`#${kind}`, key);
  await submit(page);
  await expect(page.locator(".note.ok")).toContainText("Chave cadastrada");
}

/** Answers the questions; the page stands on the outcome then. */
export async function sendPix(customer, key, amount, description = "") {
  await askForPin(customer, key, amount, description);
  await enterPin(customer.page);
  await customer.page.waitForURL("**/transfers/*");
}

/** Answers the questions up to the PIN. The same Pix a second time within minutes is wanted. */
export async function askForPin({ page, bank }, key, amount, description = "") {
  await page.goto(`${bank.url}/pix/send`);
  await page.fill("#key", key);
  await submit(page);
  await review(page, amount, description);
  await confirm(page);
  if (!(await page.locator("#pin").isVisible())) await confirm(page);
}

/** From the payee to the review. */
export async function review(page, amount, description = "") {
  await page.locator("main form.stack button").click();
  await page.fill("#amount", amount);
  await page.fill("#description", description);
  await submit(page);
  await page.waitForURL("**step=review*order=*");
}

/** To the PIN, from the review or from the question whether it is meant twice. */
export async function confirm(page) {
  await page.locator("main a[href*='step=pin']").click();
  await page.waitForURL("**step=pin*");
}

export async function enterPin(page, pin = PIN) {
  await page.fill("#pin", pin);
  await submit(page);
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

/** A proxy before a bank's pages, to be closed at the end; `swallow` says of which requests the answer is lost. */
export async function proxyBefore(bank, swallow) {
  const { hostname, port } = new URL(bank.url);
  const server = createServer((asked, answer) => {
    const { method, url: path, headers } = asked;
    const lost = swallow(method, path);
    const onward = request({ hostname, port, method, path, headers }, (came) => {
      if (lost) return came.resume().on("end", () => answer.socket.destroy());
      answer.writeHead(came.statusCode, came.headers);
      came.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
    answer.on("close", () => onward.destroy());
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const close = () => (server.closeAllConnections(), server.close());
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}
