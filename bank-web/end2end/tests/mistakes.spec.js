// Every form's bad input: what is wrong stands beside its field, and nothing that was typed is lost.

import { expect, test } from "@playwright/test";
import { BANKS, PASSWORD, PIN, confirm, enterPin, newCpf, newCustomer, registerKey, submit } from "./people.js";

test.use({ javaScriptEnabled: false });
const bank = BANKS.ipe;

test("opening an account", async ({ page }) => {
  await page.goto(`${bank.url}/open-account`);
  await page.fill("#name", "Ana");
  await page.fill("#tax_id", "123.456.789-00");
  await page.fill("#email", "ana@");
  await page.fill("#password", "curta");
  await page.fill("#pin", "12");
  await submit(page);
  for (const id of ["name", "tax_id", "email", "password", "pin"]) {
    await expect(page.locator(`#${id}`)).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator(`#${id}-e`)).toBeVisible();
  }
  await expect(page.locator(".note[role=alert]")).toContainText("Corrija 5 campos");
  await expect(page.locator("#name")).toBeFocused();
  await expect(page).toHaveTitle(/^Erro: /);
  await expect(page.locator("#tax_id")).toHaveValue("123.456.789-00");
});

test("an account that exists already", async ({ browser, page }) => {
  const ana = await newCustomer(await browser.newContext({ javaScriptEnabled: false }), bank, "Ana Lima");
  await page.goto(`${bank.url}/open-account`);
  for (const [id, value] of Object.entries({ name: "Outra Ana", tax_id: newCpf(), email: ana.email, password: PASSWORD, pin: PIN })) {
    await page.fill(`#${id}`, value);
  }
  await submit(page);
  await expect(page.locator("#email-e")).toContainText("já tem conta aqui");
});

test("logging in", async ({ page }) => {
  await page.goto(`${bank.url}/login`);
  await page.fill("#login", `${Date.now()}@exemplo.com.br`);
  await page.fill("#password", "errada errada");
  await submit(page);
  await expect(page.locator("[role=alert]")).toContainText("CPF, e-mail ou senha não conferem");
});

test("sending a Pix, question by question", async ({ browser }) => {
  const context = () => browser.newContext({ javaScriptEnabled: false });
  const { page, email } = await newCustomer(await context(), bank, "Ana Lima");
  const bia = await newCustomer(await context(), BANKS.mare, "Bia Souza");
  for (const [key, words] of [
    ["isto não é chave", "não parece uma chave"],
    [`${Date.now()}@exemplo.com.br`, "Ninguém cadastrou esta chave"],
    [email, "Essa chave já é sua"],
  ]) {
    await page.goto(`${bank.url}/pix/send`);
    await page.fill("#key", key);
    await submit(page);
    await expect(page.locator("#key-e")).toContainText(words);
    await expect(page.locator("#key")).toHaveValue(key);
    await expect(page.locator("#key")).toBeFocused();
    await expect(page).toHaveTitle(/^Erro: Para/);
  }
  await page.fill("#key", "51998259765");
  await submit(page);
  await expect(page.locator("fieldset legend")).toHaveText("Esse número pode ser duas coisas. Qual é?");

  await page.goto(`${bank.url}/pix/send?key=${bia.email}`);
  await page.locator("main form.stack button").click();
  for (const [amount, words] of [
    ["abc", "Use só números"],
    ["-5", "sem o sinal de menos"],
    ["12,345", "pode ser R$"],
    ["0,005", "só dois números"],
    ["0,00", "a partir de R$"],
    ["3000", "Faltam R$"],
  ]) {
    await page.fill("#amount", amount);
    await submit(page);
    await expect(page.locator("#amount-e")).toContainText(words);
    await expect(page.locator("#amount")).toHaveValue(amount);
  }
  await page.fill("#amount", "1,00");
  await submit(page);
  await confirm(page);
  for (const left of [4, 3, 2]) {
    await enterPin(page, "9999");
    await expect(page.locator("#pin-e")).toContainText(`Restam ${left} tentativas`);
  }
  await enterPin(page, "9999");
  await expect(page.locator("#pin-e")).toContainText("Só mais uma tentativa");
  await enterPin(page, "9999");
  await enterPin(page, PIN);
  await expect(page.locator("[role=alert]")).toContainText("Senha do Pix bloqueada");
});

test("registering a key", async ({ browser }) => {
  const context = () => browser.newContext({ javaScriptEnabled: false });
  const ana = await newCustomer(await context(), bank, "Ana Lima");
  const bia = await newCustomer(await context(), BANKS.mare, "Bia Souza");
  const { page } = ana;
  for (const [kind, key, words] of [
    ["phone", "1234", "Escreva o celular com DDD"],
    ["email", "ana@", "Falta a parte depois do @"],
    ["email", "", "Preencha este campo"],
    ["cpf", newCpf(), "precisa ser o seu próprio CPF"],
    ["email", bia.email, "Já cadastrada em outro banco"],
    ["email", ana.email, "Esta chave já é sua"],
  ]) {
    await page.goto(`${bank.url}/pix/keys/new`);
    await page.check(`[name=kind][value=${kind}]`, { force: true });
    await page.fill(`#${kind}`, key);
    await submit(page);
    await expect(page.locator(`#${kind}-e`)).toContainText(words);
    await expect(page.locator(`#${kind}`)).toBeFocused();
    await expect(page.locator(`[value=${kind}]`)).toBeChecked();
  }
  for (let more = 0; more < 4; more++) await registerKey(ana, "random");
  await page.goto(`${bank.url}/pix/keys/new`);
  await expect(page.locator("main")).toContainText("Você já tem 5 chaves");
  await expect(page.locator("form.new-key")).toBeHidden();
  await page.goto(`${bank.url}/pix/keys`);
  await page.locator("a[href*=remove]").first().click();
  await page.locator("main form.stack button").click();
  await expect(page.locator(".note.ok")).toContainText("Chave excluída");
  await page.reload();
  await expect(page.locator(".note")).toHaveCount(0);
});
