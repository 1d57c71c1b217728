//! What the journal tells of the room's transfers and of who lies still; and what it is told of the room.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use futures::{StreamExt as _, pin_mut};
use tokio::time::{MissedTickBehavior, interval};

use super::{inside::Inside, opening, papers::KEYS_END};
use crate::journal::{Entry, Written};

/// A face looks at the hub within this.
const EVERY: Duration = Duration::from_millis(100);

/// Reads what is written from now on, as long as the stage stands.
pub async fn read(room: Arc<Inside>) {
    let mut heard = room.journal.last();
    for line in room.journal.present(0) {
        if matches!(line.entry, Entry::Process { .. }) {
            room.change(|seats| seats.note(&line.entry));
        }
    }
    let lines = room.journal.written(heard + 1);
    pin_mut!(lines);
    while let Some(written) = lines.next().await {
        // Whoever reads too slowly is told once more what was so before: that is no new scene.
        let is_new = written.n > heard;
        heard = heard.max(written.n);
        if written.what == "ground" && is_new {
            opening::begin_anew(&room);
        } else if concerns_the_room(&written)
            && let Some(line) = written.line()
        {
            room.note(&line.entry);
        }
    }
}

/// Of thousands a second a few are read: all others are known by their text not to be.
fn concerns_the_room(written: &Written) -> bool {
    match written.what {
        "commit" => written.json.contains(KEYS_END),
        what => what == "process",
    }
}

/// Tells the journal who is there, and who waits.
pub async fn tell(room: Arc<Inside>) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let untold = room.seats().untold(Instant::now());
        for (number, bank, name, waiting) in untold {
            if let Some(bank) = room.banks.get(bank) {
                let place = bank.door.place;
                room.journal.append(Entry::Customer { number, place, name, waiting });
            }
        }
    }
}
