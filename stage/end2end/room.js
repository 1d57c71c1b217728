// Phones of the room, as many as are asked for.
const NAMES = ['Ana', 'Beto', 'Clara', 'Davi', 'Elis', 'Fábio', 'Gil', 'Helena', 'Igor', 'Júlia', 'Kauã', 'Lara', 'Miguel', 'Nina', 'Otto', 'Pilar'];
const PHONE = { viewport: { width: 390, height: 844 }, locale: 'pt-BR', hasTouch: true };

export class Room {
  phones = [];

  /** So many that join, each in a browser of its own that nobody shares. */
  static async of(browser, url, many) {
    const room = new Room();
    for (const name of NAMES.slice(0, many)) room.phones.push(await joined(browser, url, name));
    return room;
  }

  /** Each pays whoever stands first on its page, once. */
  everybodyPays() {
    return Promise.all(this.phones.map(phone => phone.locator('#people li button').first().tap()));
  }

  async leave() {
    for (const phone of this.phones) await phone.context().close();
  }
}

/** A phone with a name and an account. */
export async function joined(browser, url, name) {
  const context = await browser.newContext(PHONE), phone = await context.newPage();
  await phone.goto(`${url}/join`);
  await phone.locator('#name').fill(name);
  await phone.locator('button.filled').tap();
  await phone.locator('.balance b', { hasText: '1.000,00' }).waitFor();
  return phone;
}
