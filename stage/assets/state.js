// What the page's parts share: the journal, the clock, who looks, what is open. Nothing here is drawn from the future.
import { Journal } from './journal.js';
import { Clock } from './clock.js';

const journal = new Journal();
export const stage = {
  journal, clock: new Clock(journal),
  view: null, // the picture that is shown
  picked: null, // the message that is open
  presenter: false, recorded: false, away: false,
  opening: {},
};
