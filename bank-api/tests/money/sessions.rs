//! Failed log-ins, logging out, what it sweeps up, and closing an account.

use crate::{
    bench::{Bench, on_database},
    samples::*,
    town::{in_town, request},
};
use bank_api::{adapters::postgres::PostgresAccounts, application::AccountStore as _};
use serde_json::json;
use sqlx::{PgPool, Row as _};

async fn sessions(pool: &PgPool) -> i64 {
    sqlx::query("select count(*) from sessions").fetch_one(pool).await.unwrap().get(0)
}

#[tokio::test]
async fn who_logs_out_takes_his_own_session_and_a_few_that_are_over() {
    on_database(async |pool| {
        let store = PostgresAccounts(pool.clone());
        let over = "insert into sessions select sha256(number::text::bytea), $1, now() - interval '1 day'
             from generate_series(1, 150) as number";
        sqlx::query(over).bind(BIA.0).execute(&pool).await.unwrap();
        let (mine, others) = ([1; 32], [2; 32]);
        store.start_session(&mine, ANA, 1).await.unwrap();
        store.start_session(&others, BIA, 1).await.unwrap();
        assert_eq!(store.end_session(&mine).await.unwrap(), Some(ANA));
        assert_eq!(sessions(&pool).await, 51, "a hundred at a time");
        assert_eq!(store.end_session(&mine).await.unwrap(), None);
        assert_eq!(sessions(&pool).await, 1);
        assert_eq!(store.session(&others).await.unwrap(), Some(BIA));
    })
    .await;
}

#[tokio::test]
async fn the_key_and_the_index_are_what_a_log_out_and_a_close_go_by() {
    on_database(async |pool| {
        let many = "insert into sessions select sha256(number::text::bytea), $1, now() + interval '1 day'
             from generate_series(1, 20000) as number";
        sqlx::query(many).bind(BIA.0).execute(&pool).await.unwrap();
        sqlx::query("analyze sessions").execute(&pool).await.unwrap();
        for (query, index) in [
            ("delete from sessions where token_hash = '\\x00'", "sessions_pkey"),
            (
                "select from sessions where expires_at < now() order by expires_at limit 100",
                "sessions_by_expiry",
            ),
        ] {
            let plan =
                sqlx::query(sqlx::AssertSqlSafe(format!("explain {query}"))).fetch_all(&pool).await.unwrap();
            let plan: Vec<String> = plan.iter().map(|line| line.get(0)).collect();
            assert!(plan.iter().any(|line| line.contains(index)), "{plan:#?}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_account_is_closed_without_money_on_it_or_on_its_way() {
    on_database(async |pool| {
        let (bench, store) = (Bench::postgres(&pool), PostgresAccounts(pool.clone()));
        store.start_session(&[1; 32], ANA, 1).await.unwrap();
        assert!(!store.close(ANA).await.unwrap(), "money is on it");
        let (transfer, change) = sent(1, OPENING);
        bench.commit(&[change]).await.unwrap();
        assert!(!store.close(ANA).await.unwrap(), "money is on its way");
        bench.commit(&[settled(&transfer, &confirmed())]).await.unwrap();
        assert!(store.close(ANA).await.unwrap());
        assert!(!store.close(ANA).await.unwrap(), "it is closed");
        assert_eq!(store.session(&[1; 32]).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn whoever_guesses_passwords_through_the_pages_locks_nobody_else_out() {
    in_town(async |town, _| {
        let guesser = [203, 0, 113, 7].into();
        (0..100).for_each(|number| town.attempts.failed(&format!("guess{number}@example.com"), guesser));
        let log_in = async |way: &str| {
            let wrong = json!({ "login": "nobody@example.com", "password": "correct horse" });
            let request = request("POST", "/sessions").header("x-forwarded-for", way);
            town.answer(request.body(wrong.to_string().into()).unwrap()).await.status.as_u16()
        };
        assert_eq!(log_in("203.0.113.7").await, 429);
        assert_eq!(log_in("198.51.100.1, 203.0.113.7").await, 429, "another name does not help");
        assert_eq!(log_in("203.0.113.8").await, 401);
    })
    .await;
}
