//! A connection on which nothing is said any more: packets are swallowed, in both directions, and nobody closes anything.

use engine::{Unavailable, in_time};
use outbox::postgres::{Pools, unavailable};
use sqlx::PgPool;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use testing::on_database;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::{Instant, timeout},
};

/// A way to the database on which connections can be struck dumb for ever. New ones are well.
#[derive(Clone)]
struct Wire {
    url: String,
    dumb: Arc<std::sync::Mutex<Arc<AtomicBool>>>,
}

impl Wire {
    async fn to(url: &str) -> Self {
        let (before, after) = url.rsplit_once('@').unwrap();
        let (server, database) = after.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("{before}@{}/{database}", listener.local_addr().unwrap());
        let wire = Self { url, dumb: Arc::default() };
        let (dumb, server) = (Arc::clone(&wire.dumb), server.to_owned());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let dumb = Arc::clone(&dumb.lock().unwrap());
                let server = TcpStream::connect(&server).await.unwrap();
                let ((from_client, to_client), (from_server, to_server)) =
                    (client.into_split(), server.into_split());
                tokio::spawn(carry(from_client, to_server, Arc::clone(&dumb)));
                tokio::spawn(carry(from_server, to_client, dumb));
            }
        });
        wire
    }

    /// From now on nothing comes through on any present connection.
    fn strike_dumb(&self) {
        let present = std::mem::take(&mut *self.dumb.lock().unwrap());
        present.store(true, Ordering::SeqCst);
    }
}

async fn carry(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, dumb: Arc<AtomicBool>) {
    let mut bytes = vec![0; 16 << 10];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        if !dumb.load(Ordering::SeqCst) && to.write_all(&bytes[..length]).await.is_err() {
            return;
        }
    }
    if dumb.load(Ordering::SeqCst) {
        std::future::pending::<()>().await;
    }
}

async fn ask(pool: &PgPool) -> Result<i32, Unavailable> {
    sqlx::query_scalar("select 42").fetch_one(pool).await.map_err(unavailable)
}

/// Lets `count` connections stand open.
async fn connect(pool: &PgPool, count: usize) {
    let mut held = Vec::new();
    for _ in 0..count {
        held.push(pool.acquire().await.unwrap());
    }
}

async fn on_a_wire(story: impl AsyncFnOnce(Wire, PgPool)) {
    on_database(async |url| {
        let wire = Wire::to(&url).await;
        let pool = Pools::new(&wire.url).unwrap().work;
        story(wire, pool).await;
    })
    .await;
}

#[tokio::test]
async fn who_asks_on_a_connection_that_fell_silent_is_told_so_and_the_next_one_is_answered() {
    on_a_wire(async |wire: Wire, pool: PgPool| {
        let mut held = pool.acquire().await.unwrap();
        wire.strike_dumb();
        let began = Instant::now();
        let ask_held = sqlx::query_scalar::<_, i32>("select 42").fetch_one(&mut *held);
        let said = in_time(async { ask_held.await.map_err(unavailable) }).await;
        drop(held);
        assert!(matches!(said, Err(Unavailable(why)) if why.contains("said nothing")));
        assert!(began.elapsed() < Duration::from_secs(13), "{:?}", began.elapsed());
        assert_eq!(
            timeout(Duration::from_secs(3), ask(&pool)).await.unwrap(),
            Ok(42),
            "on another connection"
        );
    })
    .await;
}

#[tokio::test]
async fn connections_that_fell_silent_while_they_rested_cost_a_second_and_no_more() {
    on_a_wire(async |wire: Wire, pool: PgPool| {
        connect(&pool, 4).await;
        // Longer than a busy connection rests.
        tokio::time::sleep(Duration::from_millis(600)).await;
        wire.strike_dumb();
        for _ in 0..4 {
            assert_eq!(timeout(Duration::from_secs(3), ask(&pool)).await.unwrap(), Ok(42));
        }
    })
    .await;
}

#[tokio::test]
async fn a_place_in_the_pool_is_not_lost_with_the_connection_that_was_given_up() {
    on_a_wire(async |wire: Wire, pool: PgPool| {
        connect(&pool, 4).await;
        wire.strike_dumb();
        let given_up = (0..4).map(|_| timeout(Duration::from_millis(100), ask(&pool)));
        assert!(futures::future::join_all(given_up).await.into_iter().all(|asked| asked.is_err()));
        let answers = (0..4).map(|_| timeout(Duration::from_secs(3), ask(&pool)));
        let answers = futures::future::join_all(answers).await;
        assert!(answers.into_iter().all(|answer| answer == Ok(Ok(42))), "all four places are free again");
    })
    .await;
}
