//! A house with two banks, and the phones in it.

use std::time::{Duration, Instant};

use axum::http::{Method, StatusCode};
use stage::journal::Entry;

use crate::{
    bank::FakeBank,
    boards::Paper,
    support::{Answer, Theatre},
};

pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Two banks, and the stage before them.
pub struct House {
    pub theatre: Theatre,
    pub banks: [FakeBank; 2],
}

/// A phone, by what it keeps.
pub struct Phone<'a> {
    pub house: &'a House,
    pub cookie: String,
}

impl House {
    pub async fn open() -> House {
        let ((ipe, one), (mare, two)) = (FakeBank::open("001").await, FakeBank::open("002").await);
        House { theatre: Theatre::over(Paper::with_doors(vec![one, two])), banks: [ipe, mare] }
    }

    pub async fn join(&self, name: &str) -> Phone<'_> {
        let answer = self.theatre.ask(Method::POST, "/join", &[FORM], &format!("name={name}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let cookie = answer.header("set-cookie");
        assert!(cookie.contains("HttpOnly; SameSite=Strict"), "{cookie}");
        Phone { house: self, cookie: cookie.split(';').next().unwrap().to_owned() }
    }

    /// What the journal was told of customers, in order.
    pub fn told(&self) -> Vec<(u32, String, bool)> {
        let lines = self.theatre.journal.recent(usize::MAX).into_iter();
        let told = lines.filter_map(|line| match line.entry {
            Entry::Customer { number, name, waiting, .. } => Some((number, name, waiting)),
            _ => None,
        });
        told.collect()
    }

    /// Both are customers, and can pay each other.
    pub async fn two(&self) -> (Phone<'_>, Phone<'_>) {
        let (ana, bia) = (self.join("Ana").await, self.join("Bia").await);
        ana.until("Bia can be paid", |page| page.contains("to=2\"")).await;
        bia.until("Ana can be paid", |page| page.contains("to=1\"")).await;
        (ana, bia)
    }
}

impl Phone<'_> {
    pub async fn page(&self) -> String {
        self.house.theatre.get("/join", &[("cookie", &self.cookie), ("accept-language", "en")]).await.body
    }

    pub async fn until(&self, what: &str, is: impl Fn(&str) -> bool) -> String {
        let began = Instant::now();
        loop {
            let page = self.page().await;
            if is(&page) {
                return page;
            }
            assert!(began.elapsed() < Duration::from_secs(10), "not {what}: {page}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub async fn send(&self, to: u32, cents: i64, order: &str) -> Answer {
        let headers = [("cookie", self.cookie.as_str()), FORM, ("accept", "application/json")];
        let path = format!("/join/send?to={to}");
        self.house.theatre.ask(Method::POST, &path, &headers, &format!("amount={cents}&order={order}")).await
    }
}
