// What a customer must be able to trust: a wrong PIN is seen, a page is of one account, amounts stay hidden, what is copied was
// copied, and what was refused does not look paid.

import { expect, test } from "@playwright/test";
import { BANKS, PASSWORD, askForPin, asDemoPerson, enterPin, newCpf, newCustomer, submit } from "./people.js";

const { ipe, mare } = BANKS;

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test("a wrong PIN is said where one looks, on the smallest phones", async ({ browser }) => {
      const ana = await newCustomer(await browser.newContext({ javaScriptEnabled }), ipe, "Ana Lima");
      const bia = await newCustomer(await browser.newContext({ javaScriptEnabled }), mare, "Bia Souza");
      const { page } = ana;
      for (const [width, height] of [[390, 664], [360, 640], [320, 568]]) {
        await page.setViewportSize({ width, height });
        await askForPin(ana, bia.email, `1,${width}`.slice(0, 4));
        await expect(page.locator("#pin")).toBeFocused();
        await expect(page.locator("main form.form button").last()).toBeInViewport({ ratio: 1 });
        await enterPin(page, "9999");
        await expect(page.locator("#pin-e")).toBeInViewport({ ratio: 1 });
        await expect(page.locator("#pin-e")).toHaveRole("alert");
        await expect(page.locator("#pin")).toBeFocused();
        await expect(page.locator("main form.form button").last()).toBeInViewport({ ratio: 1 });
        await expect(page).toHaveTitle(/^Erro: Senha do Pix/);
      }
    });

    test("a session that ended gives the Pix back after the log-in", async ({ browser }) => {
      const context = await browser.newContext({ javaScriptEnabled });
      const ana = await newCustomer(context, ipe, "Ana Lima");
      const bia = await newCustomer(await browser.newContext({ javaScriptEnabled }), mare, "Bia Souza");
      const { page } = ana;
      await askForPin(ana, bia.email, "12,34", "para o almoço");
      await context.addCookies([{ name: "session-001", value: "over", url: ipe.url, expires: Date.now() / 1000 + 60 }]);
      await enterPin(page);
      await expect(page.locator("main")).toContainText("Sessão encerrada");
      await page.fill("#login", ana.email);
      await page.fill("#password", PASSWORD);
      await submit(page);
      await expect(page.locator(".pin-what")).toContainText("12,34");
      await enterPin(page);
      await page.waitForURL("**/transfers/*");
      await page.goto(`${ipe.url}${new URL(page.url()).pathname}`);
      await expect(page.locator("article.slip")).toContainText("para o almoço");
    });

    test("a form of one account does nothing in another", async ({ browser }) => {
      const context = await browser.newContext({ javaScriptEnabled });
      const ana = await newCustomer(context, ipe, "Ana Lima");
      const caio = await newCustomer(await browser.newContext({ javaScriptEnabled }), ipe, "Caio Reis");
      const bia = await newCustomer(await browser.newContext({ javaScriptEnabled }), ipe, "Bia Souza");
      // Without events the page does not learn by itself that another account is inside now.
      await context.route("**/events*", (route) => route.abort());
      await askForPin(ana, bia.email, "7,00");
      const [session] = (await caio.page.context().cookies()).filter(({ name }) => name === "session-001");
      await context.addCookies([session]);
      await enterPin(ana.page);
      await expect(ana.page.locator("main")).toContainText("Agora é outra conta");
      for (const { page } of [ana, caio]) {
        await page.goto(`${ipe.url}/statement?direction=out`);
        await expect(page.locator(".day li")).toHaveCount(0);
      }
    });

    test("an order's address asks for no PIN in another account", async ({ browser }) => {
      const context = await browser.newContext({ javaScriptEnabled });
      const ana = await newCustomer(context, ipe, "Ana Lima");
      const caio = await newCustomer(await browser.newContext({ javaScriptEnabled }), ipe, "Caio Reis");
      await askForPin(ana, caio.email, "7,10");
      const bia = await newCustomer(await browser.newContext({ javaScriptEnabled }), ipe, "Bia Souza");
      const [session] = (await bia.page.context().cookies()).filter(({ name }) => name === "session-001");
      await context.addCookies([session]);
      await ana.page.reload();
      await expect(ana.page.locator("main")).toContainText("Agora é outra conta");
      await expect(ana.page.locator("#pin")).toHaveCount(0);
    });

    test("whoever is inside is told so at the doors", async ({ browser }) => {
      const { page } = await newCustomer(await browser.newContext({ javaScriptEnabled }), ipe, "Ana Lima");
      for (const door of ["/login", "/open-account"]) {
        await page.goto(ipe.url + door);
        await expect(page.locator("main")).toContainText("Este navegador está na conta de Ana Lima");
      }
      await page.locator("main form[action='/logout'] button").click();
      await expect(page).toHaveURL(`${ipe.url}/login`);
      await expect(page.locator("#login")).toBeVisible();
    });

    test("hidden amounts stay hidden, on every page", async ({ browser }) => {
      const { page } = await newCustomer(await browser.newContext({ javaScriptEnabled }), ipe, "Ana Lima");
      await page.goto(`${ipe.url}/home`);
      await page.getByRole("switch", { name: "Ocultar saldo" }).click();
      for (const path of ["/home", "/statement", "/home"]) {
        await page.goto(ipe.url + path);
        await expect(page.getByRole("switch", { name: "Ocultar saldo" })).toHaveAttribute("aria-checked", "true");
        await expect(page.locator("main")).not.toContainText("1.000,00", { useInnerText: true });
      }
      await page.getByRole("switch", { name: "Ocultar saldo" }).click();
      await expect(page.locator("main")).toContainText("1.000,00", { useInnerText: true });
    });

    test("another language keeps what was typed, but no password", async ({ browser }) => {
      const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
      await page.goto(`${ipe.url}/open-account`);
      const typed = { name: "Ana Lima", tax_id: newCpf(), email: "ana@exemplo.com.br" };
      for (const [id, text] of Object.entries({ ...typed, password: "segredo segredo", pin: "4826" })) await page.fill(`#${id}`, text);
      await page.getByRole("button", { name: "English" }).click();
      await expect(page.locator("h1")).toHaveText("Open an account");
      // Where scripts run, the number stands there with its points.
      const spaced = { ...typed, tax_id: new RegExp(typed.tax_id.replace(/(...)(...)(...)(..)/, "^$1\\.?$2\\.?$3-?$4$")) };
      for (const [id, text] of Object.entries(spaced)) await expect(page.locator(`#${id}`)).toHaveValue(text);
      for (const id of ["password", "pin"]) await expect(page.locator(`#${id}`)).toHaveValue("");
      await page.goto(`${ipe.url}/login`);
      await expect(page.locator("h1")).toHaveText("Log in");
    });

    test("a PIN that is easily guessed is refused with the reason", async ({ browser }) => {
      const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
      const cpf = newCpf();
      for (const [pin, words] of [["0000", "iguais"], ["4321", "sequência"], [cpf.slice(3, 7), "CPF"]]) {
        await page.goto(`${ipe.url}/open-account`);
        await page.fill("#tax_id", cpf);
        await page.fill("#pin", pin);
        await submit(page);
        await expect(page.locator("#pin-e")).toContainText(/iguais|sequência/.test(words) ? words : /CPF|iguais|sequência/);
      }
    });

    test("a refused Pix shows its details, not a receipt", async ({ browser }) => {
      const ana = await newCustomer(await browser.newContext({ javaScriptEnabled }), ipe, "Ana Lima");
      const bia = await newCustomer(await browser.newContext({ javaScriptEnabled }), mare, "Bia Souza");
      const { page } = ana;
      await askForPin(ana, bia.email, "7,77");
      await bia.page.goto(`${mare.url}/pix/keys/remove?key=${bia.email}`);
      await bia.page.locator("main form.stack button").click();
      await bia.page.waitForURL("**/pix/keys");
      await enterPin(page);
      await page.waitForURL("**/transfers/*");
      await expect(async () => {
        await page.goto(`${ipe.url}${new URL(page.url()).pathname}`);
        await expect(page.locator(".chip").first()).toHaveText("Devolvido", { timeout: 500 });
      }).toPass();
      await expect(page.locator("h1")).toHaveText("Detalhes");
      await expect(page).toHaveTitle(/^Detalhes/);
      await expect(page.locator("article.slip")).toContainText("Esta chave foi excluída antes do envio.");
      await expect(page.locator(".total")).toHaveCSS("text-decoration-line", "line-through");
      await expect(page.getByRole("button", { name: "Imprimir" })).toHaveCount(0);
    });
  });
}

test("what could not be copied is not said to be copied", async ({ browser }) => {
  for (const [refuse, words] of [
    [() => {}, "Chave copiada"],
    [() => Object.defineProperty(navigator, "clipboard", { value: undefined }), "Chave copiada"],
    [
      () => {
        Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("no")) } });
        document.execCommand = () => false;
      },
      "O navegador não deixou copiar",
    ],
  ]) {
    const context = await browser.newContext({ permissions: ["clipboard-write"] });
    await context.addInitScript(refuse);
    const page = await context.newPage();
    await asDemoPerson(page, ipe);
    await page.goto(`${ipe.url}/pix/keys`);
    await expect(async () => {
      await page.getByRole("button", { name: "Copiar" }).first().click();
      await expect(page.locator(".toast")).toContainText(words, { timeout: 500 });
    }).toPass();
  }
});

test("cents come in from the right, and a comma says that they were reais", async ({ page }) => {
  await asDemoPerson(page, ipe);
  await page.goto(`${ipe.url}/pix/send?key=rafael.002@exemplo.com.br`);
  await page.locator("main form.stack button").click();
  await page.waitForSelector("#amount");
  // The script has taken over once a filled amount is written as the bank writes it.
  await expect(async () => {
    await page.fill("#amount", "");
    await page.fill("#amount", "5.00");
    await expect(page.locator("#amount")).toHaveValue("5,00", { timeout: 200 });
  }).toPass();
  for (const [keys, shown] of [["1234", "12,34"], ["25,90", "25,90"], ["25.9", "25,9"], ["5", "0,05"], ["-5", "0,05"], ["1000,", "1000,"]]) {
    await page.fill("#amount", "");
    await page.locator("#amount").pressSequentially(keys);
    await expect(page.locator("#amount")).toHaveValue(shown);
  }
  await page.fill("#amount", "1000");
  await expect(page.locator("#amount"), "what is filled in is read as it stands").toHaveValue("1.000,00");
});
