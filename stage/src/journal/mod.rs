//! One ordered list of what happened.
//!
//! In reading order: [`Line`] and [`Entry`] (what a line can say; [`Ground`], [`Message`], [`Commit`], [`Money`] and
//! [`Certificate`] stand each in a file of its own), [`Node`], [`Place`] and [`LinkName`] (what things are called),
//! [`Journal`] (numbers the lines and reads them out), `kept` and `states` (what it keeps), [`Written`] (a line on its way).

mod certificate;
mod commit;
mod ground;
mod keeper;
mod kept;
mod line;
mod message;
mod money;
mod names;
mod states;
mod written;

pub use certificate::{Certificate, Claim, Figures};
pub use commit::{Commit, Side};
pub use ground::{BankOnStage, Ground};
pub use keeper::Journal;
pub use line::{Entry, Line, LinkState, ProcessState, Speed};
pub use message::{Kind, Message};
pub use money::Money;
pub use names::{Far, LinkName, NameError, Node, Place};
pub use written::Written;
