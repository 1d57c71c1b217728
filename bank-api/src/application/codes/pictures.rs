//! The codes on pictures: one picture at a time, so that no crowd takes the processor from transfers, and a short queue
//! before it.

use super::PictureRefusal;
use engine::Unavailable;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    task::spawn_blocking,
};

/// Pictures that are held in memory: read, waiting, or on their way in.
const HELD_MAX: usize = 6;
/// How long one is searched.
const SEARCH_MAX: Duration = Duration::from_millis(900);

/// Reads pictures.
pub struct Pictures {
    places: Semaphore,
    /// Whose turn it is, first come, first served.
    turn: Arc<Semaphore>,
}

impl Default for Pictures {
    fn default() -> Self {
        Self { places: Semaphore::new(HELD_MAX), turn: Arc::new(Semaphore::new(1)) }
    }
}

impl Pictures {
    /// A place for one picture, to be taken before it is let in.
    ///
    /// # Errors
    /// [`Unavailable`] when there are too many.
    pub fn place(&self) -> Result<SemaphorePermit<'_>, Unavailable> {
        self.places.try_acquire().map_err(|_| Unavailable("too many pictures are being read".into()))
    }

    /// The texts of the codes on `picture`. The turn ends with the search, not with whoever waits for it.
    ///
    /// # Errors
    /// [`PictureRefusal`]
    pub async fn texts(&self, picture: Vec<u8>) -> Result<Vec<String>, PictureRefusal> {
        let unread = || Unavailable("the picture could not be read".into());
        let turn = Arc::clone(&self.turn).acquire_owned().await.map_err(|_| unread())?;
        let search = move || {
            let _turn = turn;
            qr::read(&picture, Instant::now() + SEARCH_MAX)
        };
        Ok(spawn_blocking(search).await.map_err(|_| unread())??)
    }
}
