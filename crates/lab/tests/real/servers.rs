//! A server that ends under the hands of the scripts that bring it up.

use crate::fixture::{Fixture, HEALED, accepted, kafka_addr, pid_of, up};
use lab::client::{SendPix, until};
use std::process::Command;

fn signal(signal: &str, pid: &str) {
    assert!(Command::new("kill").args(["-s", signal, pid]).status().unwrap().success());
}

/// Whether one of Kafka's own tools is waiting for the broker.
fn a_tool_calls() -> bool {
    let pattern = format!("bootstrap-server {}", kafka_addr());
    Command::new("pgrep").args(["-f", &pattern]).output().unwrap().status.success()
}

/// As after a full disk, when the room is back a moment before the broker has done with ending.
#[tokio::test]
async fn a_broker_that_runs_but_is_about_to_end_is_started_again() {
    let fixture = Fixture::enter().await;
    let broker = pid_of("kafka");
    signal("STOP", &broker);
    let upping = std::thread::spawn(|| up(&["kafka"]));
    let called = until(HEALED, async || a_tool_calls().then_some(()).ok_or("nobody calls".to_owned())).await;
    signal("KILL", &broker);
    called.unwrap();
    upping.join().unwrap();
    assert_ne!(pid_of("kafka"), broker);

    let (ana, bia) = fixture.two_customers().await;
    let id = accepted(&ana, &SendPix::new(&bia.person.email, 1)).await;
    ana.await_status(&id, "completed", HEALED).await.unwrap();
    fixture.assert_books_are_right().await;
}
