//! What changed between two values of a page.

use super::Page;
use crate::components::Movement;

impl Page {
    /// Marks as fresh the movements that came or changed since the value before. Where there are none, those that were
    /// fresh stay fresh: two requests may follow one and the same change.
    pub fn mark_fresh(&mut self, before: &Page) {
        let known: Vec<Movement> = before.movements().cloned().collect();
        let before = |movement: &Movement| {
            known.iter().find(|known| known.id == movement.id && known.words == movement.words)
        };
        let changed = self.movements().any(|movement| before(movement).is_none());
        let movements: Box<dyn Iterator<Item = &mut Movement>> = match self {
            Page::Home(home) => Box::new(home.movements.iter_mut()),
            Page::Statement(statement) => {
                Box::new(statement.days.iter_mut().flat_map(|day| &mut day.movements))
            }
            _ => return,
        };
        for movement in movements {
            let known = before(movement);
            movement.fresh = if changed { known.is_none() } else { known.is_some_and(|known| known.fresh) };
        }
    }

    /// What to announce about the movements that became fresh since the value before.
    pub fn announcement(&self, before: &Page) -> Option<&str> {
        let known_as_fresh = |movement: &Movement| {
            before
                .movements()
                .any(|known| known.fresh && known.id == movement.id && known.words == movement.words)
        };
        self.movements().find(|movement| movement.fresh && !known_as_fresh(movement))?.announcement.as_deref()
    }

    fn movements(&self) -> Box<dyn Iterator<Item = &Movement> + '_> {
        match self {
            Page::Home(home) => Box::new(home.movements.iter()),
            Page::Statement(statement) => Box::new(statement.days.iter().flat_map(|day| &day.movements)),
            _ => Box::new(std::iter::empty()),
        }
    }
}
