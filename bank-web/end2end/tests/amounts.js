// Amounts that nobody sends twice: the pages ask about the same amount to the same person within ten minutes, and many
// tests play the same people.

/** A clock in steps of two seconds, which never shows the same step twice. */
let step = 0;

/** From R$ 0,10 to R$ 9,09: an amount that no other test and no other worker has used for a quarter of an hour. */
export function fewCents() {
  step = Math.max(step + 1, Math.floor(Date.now() / 2000));
  const worker = Number(process.env.TEST_PARALLEL_INDEX ?? 0);
  const cents = 10 + 2 * (step % 450) + worker;
  return `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, "0")}`;
}
