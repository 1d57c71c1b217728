// What an eye would find wrong with a page as it stands: cut words, covered buttons, targets too small for a thumb, a
// page that scrolls sideways, or down for nothing.

/** Own rule: 44 px. Links within a sentence are exempt, as are controls that a larger label stands for. */
const TARGET = 44;

export async function faults(page) {
  return page.evaluate((least) => {
    const found = [];
    const name = (element) => `${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className} "${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}"`;
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) found.push(`scrolls sideways by ${root.scrollWidth - innerWidth}`);

    const visible = (element) => element.checkVisibility({ opacityProperty: false, visibilityProperty: true }) && !element.closest(".vh, .skip");
    for (const element of document.querySelectorAll("body *")) {
      if (!visible(element) || element.tagName === "INPUT") continue;
      const style = getComputedStyle(element);
      const cuts = ["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      if (cuts && style.textOverflow !== "ellipsis" && element.innerText?.trim() && !element.matches(".hero, .outcome, .door-art")) {
        found.push(`words are cut in ${name(element)}`);
      }
    }

    const pressed = document.querySelectorAll("a[href], button, input:not([type=hidden]), summary, label.opt");
    for (const element of pressed) {
      if (!visible(element)) continue;
      element.scrollIntoView({ block: "nearest", behavior: "instant" });
      const box = element.getBoundingClientRect();
      if (box.width === 0) continue;
      const inSentence = getComputedStyle(element).display === "inline";
      const stoodFor = element.matches("input") && element.closest("label, .amount, .pin");
      if (!inSentence && !stoodFor && (box.width < least - 0.5 || box.height < least - 0.5)) {
        found.push(`${Math.round(box.width)}×${Math.round(box.height)} is too small: ${name(element)}`);
      }
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      const free = top && (element.contains(top) || top.contains(element) || top.closest("label, .row")?.contains(element));
      if (!free) found.push(`${name(element)} is covered by ${top ? name(top) : "nothing"}`);
    }
    scrollTo(0, 0);
    return found;
  }, TARGET);
}

/** Whether it scrolls down although all of it would have room. */
export async function scrollsForNothing(page) {
  return page.evaluate(() => {
    const beyond = document.documentElement.scrollHeight - innerHeight;
    if (innerWidth < 1200) return 0;
    const matter = [...document.querySelectorAll(".cols > *, .door-main, .main > .empty")].map((part) => {
      const last = [...part.children].filter((child) => child.checkVisibility()).at(-1);
      return last ? last.getBoundingClientRect().bottom + scrollY : 0;
    });
    return beyond > 0 && Math.max(...matter) <= innerHeight - 24 ? beyond : 0;
  });
}
