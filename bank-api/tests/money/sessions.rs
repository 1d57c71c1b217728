//! Logging in and out: what counts as a failure, how many sessions there are, and what ends them.

use crate::{
    fixture::{ANAS_TOKEN, Answer, Fixture, request, with_bank},
    samples::*,
    store_under_test::{StoreUnderTest, on_database},
};
use axum::body::Body;
use bank_api::application::{SESSIONS_MAX, token_hash};
use banks::Secret;
use engine::system_clock;
use serde_json::json;
use sqlx::{PgPool, Row as _};

testing::on_both!(
    crate::store_under_test;
    a_session_lasts_its_hours_and_ends_once,
    sessions_that_are_over_are_swept_up_and_live_ones_stay,
    an_account_has_twenty_sessions_at_the_most_and_the_oldest_end,
);

const PASSWORD: &str = "correct horse";

/// Bia gets a password; argon2 takes its time, so once.
async fn bia_has_a_password(pool: &PgPool) {
    let hash = bank_api::application::Passwords::default().hash(Secret::new(PASSWORD)).await.unwrap();
    let set = sqlx::query("update holders set password_hash = $1 where account_id = $2");
    set.bind(hash).bind(BIA.0).execute(pool).await.unwrap();
}

/// Somebody without a session logs in from there.
async fn log_in(fixture: &Fixture, way: &str, login: &str, password: &str) -> Answer {
    let mut request = request("POST", "/sessions").header("x-forwarded-for", way);
    request.headers_mut().unwrap().remove("authorization");
    let body = json!({ "login": login, "password": password }).to_string();
    fixture.answer(request.body(Body::from(body)).unwrap()).await
}

async fn a_session_lasts_its_hours_and_ends_once(bank: StoreUnderTest) {
    let (sessions, mine) = (&bank.sessions, [1; 32]);
    let ends = sessions.start(&mine, ANA, 2).await.unwrap();
    let left = ends.duration_since(system_clock()()).as_secs();
    assert!((7_100..=7_200).contains(&left), "{left}");
    assert_eq!(sessions.account(&mine).await.unwrap(), Some(ANA));
    assert_eq!(sessions.live(ANA).await.unwrap(), [mine]);
    assert_eq!(sessions.end(&mine).await.unwrap(), Some(ANA));
    assert_eq!(sessions.end(&mine).await.unwrap(), None);
    sessions.start(&mine, ANA, 0).await.unwrap();
    assert_eq!(sessions.account(&mine).await.unwrap(), None, "it is over");
    assert_eq!(sessions.live(ANA).await.unwrap(), [[0; 32]; 0]);
}

async fn sessions_that_are_over_are_swept_up_and_live_ones_stay(bank: StoreUnderTest) {
    let sessions = &bank.sessions;
    sessions.start(&[255; 32], BIA, 1).await.unwrap();
    for number in 0..15 {
        sessions.start(&[number; 32], BIA, 0).await.unwrap();
    }
    assert_eq!(sessions.end(&[0; 32]).await.unwrap(), Some(BIA), "who logs out sweeps up nothing else");
    for swept in [10, 4, 0] {
        assert_eq!(sessions.sweep(10).await.unwrap(), swept);
    }
    assert_eq!(sessions.live(BIA).await.unwrap(), [[255; 32]]);
}

async fn an_account_has_twenty_sessions_at_the_most_and_the_oldest_end(bank: StoreUnderTest) {
    let sessions = &bank.sessions;
    sessions.start(&[255; 32], BIA, 1).await.unwrap();
    for number in 0..25_u8 {
        // Each ends an hour after the one before it.
        sessions.start(&[number; 32], ANA, i32::from(number) + 1).await.unwrap();
    }
    assert_eq!(sessions.live(ANA).await.unwrap().len(), SESSIONS_MAX);
    for (number, account) in [(4, None), (5, Some(ANA)), (24, Some(ANA)), (255, Some(BIA))] {
        assert_eq!(sessions.account(&[number; 32]).await.unwrap(), account, "{number}");
    }
    sessions.end_all(ANA).await.unwrap();
    assert_eq!(sessions.live(ANA).await.unwrap().len(), 0);
    assert_eq!(sessions.account(&[255; 32]).await.unwrap(), Some(BIA));
}

#[tokio::test]
async fn whatever_ends_sessions_finds_them_by_an_index() {
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
            ("delete from sessions where account_id = 100001", "sessions_by_account"),
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
async fn logging_in_again_ends_the_session_that_was_sent_along_but_only_with_the_right_password() {
    with_bank(async |fixture: Fixture, pool| {
        bia_has_a_password(&pool).await;
        // The browser of Ana, in which Bia logs in.
        let body = |password| json!({ "login": "bia@example.com", "password": password }).to_string();
        let asked = |password| request("POST", "/sessions").body(Body::from(body(password))).unwrap();
        assert_eq!(fixture.answer(asked("wrong")).await.problem(), (401, "login_mismatch"));
        assert_eq!(fixture.ask("GET", "/accounts/me").await.status.as_u16(), 200);
        let bias = fixture.answer(asked(PASSWORD)).await;
        assert_eq!(bias.status.as_u16(), 201, "{}", bias.body);
        assert_eq!(fixture.ask("GET", "/accounts/me").await.problem(), (401, "no_session"));

        // She logs in elsewhere too, and ends both.
        let token = bias.body["token"].as_str().unwrap().to_owned();
        let other = log_in(&fixture, "203.0.113.7", "11144477735", PASSWORD).await;
        let other = other.body["token"].as_str().unwrap().to_owned();
        for (method, path, status) in [("GET", "/accounts/me", 200), ("DELETE", "/sessions", 204)] {
            let mut asked = request(method, path).body(Body::empty()).unwrap();
            asked.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
            assert_eq!(fixture.answer(asked).await.status.as_u16(), status);
        }
        for token in [token, other] {
            assert_eq!(fixture.sessions.account(&token_hash(&token)).await.unwrap(), None);
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_guesses_passwords_through_the_pages_locks_nobody_else_out() {
    with_bank(async |fixture: Fixture, pool| {
        bia_has_a_password(&pool).await;
        for _ in 0..10 {
            assert_eq!(
                log_in(&fixture, "203.0.113.7", "bia@example.com", "guess").await.status.as_u16(),
                401
            );
        }
        let guessed = log_in(&fixture, "203.0.113.7", "bia@example.com", PASSWORD).await;
        assert_eq!(guessed.problem(), (429, "too_many_logins"));
        assert!((800..=900).contains(&guessed.header("retry-after").parse::<u64>().unwrap()));
        let another_name = log_in(&fixture, "198.51.100.1, 203.0.113.7", "bia@example.com", PASSWORD).await;
        assert_eq!(another_name.status.as_u16(), 429, "what the guesser writes himself does not help");
        assert_eq!(log_in(&fixture, "203.0.113.8", "bia@example.com", PASSWORD).await.status.as_u16(), 201);
    })
    .await;
}

#[tokio::test]
async fn what_nobody_can_be_called_locks_nobody_out_who_mistypes() {
    with_bank(async |fixture: Fixture, _| {
        for login in ["marina", "52998224724", "", "ana@"].repeat(3) {
            let mistyped = log_in(&fixture, "203.0.113.7", login, PASSWORD).await;
            assert_eq!(mistyped.problem(), (401, "login_mismatch"), "{login}");
        }
        assert_eq!(log_in(&fixture, "203.0.113.8", "marina", PASSWORD).await.status.as_u16(), 401);
    })
    .await;
}

#[tokio::test]
async fn a_log_in_that_the_bank_could_not_judge_does_not_count() {
    with_bank(async |fixture: Fixture, pool| {
        bia_has_a_password(&pool).await;
        sqlx::query("alter table holders rename to gone").execute(&pool).await.unwrap();
        for _ in 0..120 {
            let unjudged = log_in(&fixture, "203.0.113.7", "bia@example.com", PASSWORD).await;
            assert_eq!(unjudged.problem(), (503, "unavailable"));
        }
        sqlx::query("alter table gone rename to holders").execute(&pool).await.unwrap();
        assert_eq!(log_in(&fixture, "203.0.113.7", "bia@example.com", PASSWORD).await.status.as_u16(), 201);
    })
    .await;
}

#[tokio::test]
async fn a_network_may_ask_for_so_many_accounts_and_its_customers_log_in_all_the_same() {
    with_bank(async |fixture: Fixture, pool| {
        bia_has_a_password(&pool).await;
        let open = async |way: &str, tax_id: &str, number: usize| {
            let wish = json!({ "name": "Caio Melo", "tax_id": tax_id, "email": format!("caio{number}@example.com"),
                "password": PASSWORD, "pin": "1234" });
            let request = request("POST", "/accounts").header("x-forwarded-for", way);
            fixture.answer(request.body(Body::from(wish.to_string())).unwrap()).await
        };
        for (number, tax_id) in ["98765432100", "12345678909", "51998259765"].into_iter().enumerate() {
            assert_eq!(open("203.0.113.7", "52998224724", number).await.status.as_u16(), 422, "costs nothing");
            assert_eq!(open("203.0.113.7", tax_id, number).await.status.as_u16(), 201);
        }
        let one_more = open("203.0.113.7", "11222333000181", 4).await;
        assert_eq!(one_more.problem(), (429, "too_many_accounts"));
        assert!(one_more.header("retry-after").parse::<u64>().unwrap() <= 900);
        assert_eq!(log_in(&fixture, "203.0.113.7", "bia@example.com", PASSWORD).await.status.as_u16(), 201);
        assert_eq!(open("203.0.113.8", "11222333000181", 4).await.status.as_u16(), 201);
        assert_eq!(fixture.sessions.account(&token_hash(ANAS_TOKEN)).await.unwrap(), Some(ANA));
    })
    .await;
}
