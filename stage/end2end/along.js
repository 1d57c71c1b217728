// Looks at every frame as it is drawn, in the page itself.

/** Counts in each frame what is in the air by the page's own picture, and what is drawn of it. */
export async function countedAlong(page) {
  await page.evaluate(async () => {
    const script = document.querySelector('script[type=module]').src;
    const { stage } = await import(new URL('state.js', script));
    const air = document.getElementById('air'), seen = { frames: 0, most: 0, wrong: [], on: true };
    const sum = (list, name) => (list ?? []).reduce((all, one) => all + one[name], 0);
    const counted = () => {
      const { view } = stage, { length: tokens } = air.querySelectorAll('.tok'), { length: glows } = air.querySelectorAll('.trail');
      const waits = [...air.querySelectorAll('.pile text')].reduce((all, el) => all + Number(el.textContent), 0);
      const told = view.tokens.length + view.trails.length + sum(view.piles, 'waits') + sum(view.ribbons, 'moves');
      const same = told === view.aloft && !view.elsewhere && tokens === view.tokens.length && waits === sum(view.piles, 'waits');
      if (!same || (view.trails.length > 0) !== glows > 0) seen.wrong.push({ n: view.n, told, aloft: view.aloft, tokens, glows, waits });
      seen.most = Math.max(seen.most, view.aloft);
      seen.frames++;
    };
    const frame = () => {
      if (stage.view) counted();
      if (seen.on) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    window.alongTheTest = seen;
  });
  return {
    end: () => page.evaluate(() => {
      window.alongTheTest.on = false;
      return { ...window.alongTheTest, wrong: window.alongTheTest.wrong.slice(0, 5) };
    }),
  };
}
