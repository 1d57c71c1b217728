//! What only the database knows, for `/metrics`: how much is open, and for how long.

use super::Pools;
use telemetry::Collector;

/// The open questions of one service, and its connections.
pub struct PostgresCollector(pub Pools);

#[async_trait::async_trait]
impl Collector for PostgresCollector {
    async fn read(&self) {
        for (name, pool) in [("work", &self.0.work), ("looks", &self.0.looks)] {
            let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
            let busy = pool.size().saturating_sub(idle);
            metrics::gauge!("database_connections", "pool" => name, "state" => "idle").set(idle);
            metrics::gauge!("database_connections", "pool" => name, "state" => "busy").set(busy);
        }
        // The table holds what is open now and nothing else, so counting it is no scan of the past.
        let open = sqlx::query!(
            r#"select count(*) as "count!",
                   extract(epoch from clock_timestamp() - min(opened_at))::float8 as oldest_seconds
               from open_questions"#
        );
        match open.fetch_one(&self.0.looks).await {
            Ok(open) => show(open.count as f64, open.oldest_seconds.unwrap_or(0.0)),
            Err(_) => self.unknown(),
        }
    }

    fn unknown(&self) {
        show(f64::NAN, f64::NAN);
    }
}

fn show(count: f64, oldest_seconds: f64) {
    metrics::gauge!("open_questions").set(count);
    metrics::gauge!("open_questions_oldest_seconds").set(oldest_seconds);
}
