//! Whom somebody pays next, how much, and the words. Pure: the same seed and the same purses, the same order.

use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use std::time::Duration;

/// Every so many orders one goes to a key that nobody has, so that refunds are seen; with more, a bank would take its
/// customers for people who guess keys.
const MISTYPED_EVERY: u64 = 200;
/// The first of them, so that an audience sees one soon.
const MISTYPED_FIRST: u64 = 20;
/// Nobody gives away more than this part of what they have.
const PART_MAX: i64 = 3;

const WORDS: [&str; 24] = [
    "Almoço de sexta",
    "pizza 🍕",
    "Aluguel da bicicleta",
    "Presente da Lúcia 🎁",
    "Feira de domingo",
    "Açaí 🍇",
    "Mensalidade da natação",
    "Conserto do portão",
    "Metade da conta de luz",
    "Obrigada pelo jantar!",
    "Vaquinha do churrasco 🥩",
    "Ingresso do São João",
    "Corrida até o aeroporto",
    "Ração do Totó 🐶",
    "Pão de queijo e café ☕",
    "Remédio da vovó",
    "Figurinhas que faltavam ⚽",
    "Aula de violão",
    "Flores 🌷",
    "Cópia da chave",
    "",
    "",
    "",
    "",
];

/// What the choice knows of somebody.
#[derive(Debug, Clone, Copy)]
pub struct Purse {
    /// The bank, by its place.
    pub bank: usize,
    pub balance_cents: i64,
    /// Still has a request without an answer, and sends no other.
    pub busy: bool,
}

/// Somebody's wish to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// By the place among the purses, as the payee.
    pub payer: usize,
    pub payee: usize,
    /// Which of the payee's keys, counted round.
    pub key: usize,
    /// The key is written wrong: nobody has it.
    pub mistyped: bool,
    pub amount_cents: i64,
    pub description: &'static str,
}

/// Draws orders from a seed.
pub struct Orders {
    chance: StdRng,
    drawn: u64,
}

impl Orders {
    pub fn new(seed: u64) -> Self {
        Self { chance: StdRng::seed_from_u64(seed), drawn: 0 }
    }

    /// The next order, always to another bank; None while nobody can pay.
    pub fn next(&mut self, purses: &[Purse]) -> Option<Order> {
        let can_pay = |at: &usize| !purses[*at].busy && purses[*at].balance_cents >= PART_MAX;
        let payers: Vec<_> = (0..purses.len()).filter(can_pay).collect();
        // Of two who were drawn the richer pays, and the poorer is paid: so money goes round and nobody runs dry.
        let payer = self.two_of(&payers)?.into_iter().max_by_key(|at| purses[*at].balance_cents)?;
        let elsewhere = |at: &usize| purses[*at].bank != purses[payer].bank;
        let payees: Vec<_> = (0..purses.len()).filter(elsewhere).collect();
        let payee = self.two_of(&payees)?.into_iter().min_by_key(|at| purses[*at].balance_cents)?;
        self.drawn += 1;
        Some(Order {
            payer,
            payee,
            key: self.chance.random_range(0..8),
            mistyped: self.drawn % MISTYPED_EVERY == MISTYPED_FIRST,
            amount_cents: self.amount_cents().min(purses[payer].balance_cents / PART_MAX),
            description: WORDS.choose(&mut self.chance).copied().unwrap_or_default(),
        })
    }

    /// Until the next order: people are not punctual, but on average they are.
    pub fn gap(&mut self, per_second: f64) -> Duration {
        Duration::from_secs_f64(self.chance.random_range(0.4..1.6) / per_second)
    }

    fn two_of(&mut self, places: &[usize]) -> Option<[usize; 2]> {
        Some([*places.choose(&mut self.chance)?, *places.choose(&mut self.chance)?])
    }

    /// Mostly R$ 5 to 200, the small ones more often; one in twelve is more.
    fn amount_cents(&mut self) -> i64 {
        let reais = match self.chance.random_ratio(1, 12) {
            true => self.chance.random_range(200..=900),
            false => (5.0 * 40_f64.powf(self.chance.random())) as i64,
        };
        let cents = *[0, 0, 0, 50, 90, 99].choose(&mut self.chance).unwrap_or(&0);
        reais * 100 + if reais < 200 { cents } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn purses_of(balances: &[i64]) -> Vec<Purse> {
        let purse =
            |(at, balance): (usize, &i64)| Purse { bank: at % 2, balance_cents: *balance, busy: false };
        balances.iter().enumerate().map(purse).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_orders() {
        let purses = purses_of(&[100_000; 6]);
        let draw = |seed| {
            let mut orders = Orders::new(seed);
            (0..20).map(|_| orders.next(&purses)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn money_goes_round_between_the_banks_and_nobody_runs_dry() {
        let (mut purses, mut orders) = (purses_of(&[100_000; 12]), Orders::new(1));
        let mut amounts = Vec::new();
        for _ in 0..20_000 {
            let order = orders.next(&purses).unwrap();
            assert_ne!(purses[order.payer].bank, purses[order.payee].bank);
            assert!(order.amount_cents > 0 && order.amount_cents <= purses[order.payer].balance_cents);
            purses[order.payer].balance_cents -= order.amount_cents;
            purses[order.payee].balance_cents += order.amount_cents;
            assert!(purses[order.payer].balance_cents > 500, "{purses:?}");
            amounts.push(order.amount_cents);
        }
        let usual = amounts.iter().filter(|cents| (500..=20_000).contains(*cents)).count();
        assert!(usual > 17_000, "{usual} of 20,000 are between R$ 5 and 200");
        assert!(amounts.iter().any(|cents| *cents > 20_000));
    }

    #[test]
    fn now_and_then_a_key_is_mistyped_and_a_description_blank() {
        let (purses, mut orders) = (purses_of(&[100_000; 4]), Orders::new(2));
        let drawn: Vec<_> = (0..1000).map(|_| orders.next(&purses).unwrap()).collect();
        let mistyped = drawn.iter().filter(|order| order.mistyped).count();
        assert_eq!(mistyped, 5);
        assert!(drawn[19].mistyped, "an audience sees one soon");
        assert!(drawn.iter().any(|order| order.description.is_empty()));
        assert!(WORDS.iter().all(|words| pix::Description::parse(words).is_ok()));
    }

    #[test]
    fn who_waits_for_an_answer_or_has_nothing_does_not_pay() {
        let mut purses = purses_of(&[100_000, 100_000, 2]);
        (purses[0].busy, purses[1].busy) = (true, true);
        assert_eq!(Orders::new(3).next(&purses), None);
        purses[1].busy = false;
        assert_eq!(Orders::new(3).next(&purses).unwrap().payer, 1);
    }

    #[test]
    fn the_pace_is_kept_on_average() {
        let mut orders = Orders::new(4);
        let total: Duration = (0..3000).map(|_| orders.gap(3.0)).sum();
        assert!((950.0..1050.0).contains(&total.as_secs_f64()), "{total:?}");
    }
}
