// The page as it stands: what can be read in it, and how it is looked at.

export class Picture {
  heard = [];

  constructor(page, origin) {
    this.page = page;
    page.on('pageerror', error => this.heard.push(error.message));
    // What the phones' pages say while their bank is down is no fault of this one's.
    const own = message => message.location().url.startsWith(origin);
    page.on('console', message => message.type() === 'error' && own(message) && this.heard.push(message.text()));
  }

  /** Opened, and as far as the journal. */
  async open(address, journal) {
    await this.page.goto(address);
    await this.told(journal.last);
  }

  /** Waits until the page has drawn line number `n`. */
  told(n) {
    return this.page.waitForFunction(n => Number(document.getElementById('show').dataset.n ?? 0) >= n, n);
  }

  /** Waits until the page has drawn line number `n`, and nothing is in the air any more. */
  empty(n) {
    return this.page.waitForFunction(n => {
      const { n: drawn, aloft } = document.getElementById('show').dataset;
      return Number(drawn) >= n && aloft === '0';
    }, n);
  }

  /** All that it says of the money, in one picture, in cents. */
  money() { return this.page.evaluate(readMoney); }

  /** Stops at a place of the journal, as its slider counts: the picture is that of its line. */
  async seek(cut) {
    await this.page.evaluate(lookAt, cut);
  }

  /** The picture, once what was asked for is drawn: what is comparable of two of the same place, also without a server. */
  async drawn() {
    await this.page.evaluate(frame);
    return this.page.evaluate(readPicture);
  }

  /** Back from wherever one looked: the slider's end is now. */
  async now() {
    await this.page.locator('#slider').focus();
    await this.page.keyboard.press('End');
    await this.page.locator('#slider').blur();
  }

  /** What is in the air: the names of tokens, how many wait in piles, how many ways glow, how many lanes are ribbons. */
  air() { return this.page.evaluate(readAir); }

  /** The words of an element, whatever they are set in. */
  text(selector) { return this.page.locator(selector).innerText(); }
}

async function lookAt(cut) {
  const slider = document.getElementById('slider'), frame = () => new Promise(requestAnimationFrame);
  while (Number(slider.max) < cut) await frame();
  slider.value = cut;
  slider.dispatchEvent(new Event('input'));
  await frame();
}

// What was asked for is drawn by then: the page asks for its next frame before anybody else does.
function frame() { return new Promise(requestAnimationFrame); }

function readPicture() {
  const text = id => document.getElementById(id).innerText, inner = id => document.getElementById(id).innerHTML;
  return {
    n: Number(document.getElementById('show').dataset.n), caption: [text('chapter'), text('cap'), text('cap-sub')],
    air: inner('air'), ribbons: inner('ribbons'), nodes: text('nodes'), money: text('money'), bar: inner('bar'),
  };
}

function readMoney() {
  const cents = id => Number(document.getElementById(id).textContent.replace(/\D/g, ''));
  const count = id => Number(document.getElementById(id).textContent.replace(/\D/g, ''));
  const parts = [...document.querySelectorAll('#bar i')].map(el => {
    const [from, width] = el.style.transform.match(/[\d.]+(?=[%)])/g).map(Number);
    return { kind: el.className.split(' ')[0], from: from / 100, width };
  });
  const banks = [...document.querySelectorAll('#sum .term b')].map(el => el.id).filter(id => id !== 'm-way');
  return {
    n: Number(document.getElementById('show').dataset.n),
    banks: Object.fromEntries(banks.map(id => [id.slice(2), cents(id)])), underway: cents('m-way'), total: cents('m-total'),
    accepted: count('a-acc'), completed: count('a-com'), refunded: count('a-ref'), waits: count('a-wait'),
    holds: !document.getElementById('money').classList.contains('broken'), parts,
  };
}

function readAir() {
  const air = document.getElementById('air'), show = document.getElementById('show').dataset;
  return {
    tokens: [...air.querySelectorAll('.tok')].map(el => el.dataset.message),
    glows: air.querySelectorAll('.trail').length,
    waits: [...air.querySelectorAll('.pile text')].reduce((sum, el) => sum + Number(el.textContent), 0),
    ribbons: document.querySelectorAll('#ribbons .ribbon').length,
    aloft: Number(show.aloft), undrawn: Number(show.undrawn), messages: Number(show.messages),
  };
}
