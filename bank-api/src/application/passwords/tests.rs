//! Two at once, bounded queues, and log-ins first.
#![allow(clippy::unwrap_used)]

use super::*;
use std::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

#[tokio::test]
async fn the_right_password_is_right_and_a_login_of_nobody_never_is() {
    let passwords = Passwords::default();
    let hash = passwords.hash(Secret::new("correct horse")).await.expect("the queue is empty");
    assert_eq!(passwords.verify(Secret::new("correct horse"), Some(hash.clone())).await, Ok(true));
    assert_eq!(passwords.verify(Secret::new("wrong"), Some(hash)).await, Ok(false));
    assert_eq!(passwords.verify(Secret::new("nobody has this password"), None).await, Ok(false));
}

#[tokio::test]
async fn a_password_is_the_same_however_a_keyboard_writes_its_letters() {
    let passwords = Passwords::default();
    let (composed, decomposed) =
        ("coraç\u{e3}o é frágil".to_owned(), "corac\u{327}a\u{303}o é fra\u{301}gil");
    let hash = passwords.hash(Secret::new(decomposed)).await.unwrap();
    for typed in [&composed, decomposed] {
        assert_eq!(passwords.verify(Secret::new(typed), Some(hash.clone())).await, Ok(true), "{typed}");
    }
    let of_old = password_auth::generate_hash(decomposed.nfd().collect::<String>());
    assert_eq!(passwords.verify(Secret::new(composed), Some(of_old.clone())).await, Ok(true));
    assert_eq!(passwords.verify(Secret::new("coracao e fragil"), Some(of_old)).await, Ok(false));
}

#[tokio::test]
async fn a_panic_harms_nobody_else() {
    let passwords = Passwords::default();
    assert!(passwords.log_in(|| panic!("on purpose")).await.map(|(): ()| ()).is_err());
    assert_eq!(passwords.open(|| 1).await, Ok(1));
}

/// Openings that last until the sender is dropped; how many were refused a place.
fn crowd(passwords: &Arc<Passwords>, size: usize) -> (mpsc::Sender<()>, JoinSet<Result<(), Unavailable>>) {
    let (open, gate) = mpsc::channel::<()>();
    let gate = Arc::new(Mutex::new(gate));
    let mut crowd = JoinSet::new();
    for _ in 0..size {
        let (passwords, gate) = (Arc::clone(passwords), Arc::clone(&gate));
        crowd.spawn(async move { passwords.open(move || drop(gate.lock().map(|gate| gate.recv()))).await });
    }
    (open, crowd)
}

#[tokio::test]
async fn a_crowd_is_told_to_come_back_and_a_log_in_waits_for_no_more_than_two_of_it() {
    let passwords = Arc::new(Passwords::default());
    let (open, mut crowd) = crowd(&passwords, OPENINGS_MAX + 3);
    for _ in 0..3 {
        assert!(crowd.join_next().await.unwrap().unwrap().is_err(), "the queue is bounded");
    }
    let log_in = tokio::spawn({
        let passwords = Arc::clone(&passwords);
        async move { passwords.log_in(|| "in").await }
    });
    tokio::task::yield_now().await;
    // The two that are at work end, and no other.
    open.send(()).unwrap();
    open.send(()).unwrap();
    assert_eq!(log_in.await.unwrap(), Ok("in"));
    drop(open);
    assert_eq!(crowd.join_all().await, vec![Ok(()); OPENINGS_MAX]);
}

#[tokio::test]
async fn who_hangs_up_leaves_its_turn_only_when_the_hash_is_done() {
    let passwords = Arc::new(Passwords::default());
    let (open, mut crowd) = crowd(&passwords, AT_ONCE);
    while passwords.turns.available_permits() > 0 {
        tokio::task::yield_now().await;
    }
    crowd.shutdown().await;
    assert_eq!(passwords.turns.available_permits(), 0, "both are still at work");
    drop(open);
    assert_eq!(passwords.open(|| "after them").await, Ok("after them"));
}
