//! Which figures are money, and how much.

use super::*;

fn amount_in(figures: &str) -> Option<Cents> {
    message(&format!("pix de {figures} pra ana@bancoipe.example")).amount
}

#[test]
fn amounts_are_read_as_brazil_writes_them() {
    for (figures, cents) in [
        ("50", 5_000),
        ("50,00", 5_000),
        ("50.00", 5_000),
        ("50,5", 5_050),
        ("0,50", 50),
        ("R$50", 5_000),
        ("R$ 50,00", 5_000),
        ("r$ 50", 5_000),
        ("rs 50", 5_000),
        ("BRL 50", 5_000),
        ("50 reais", 5_000),
        ("50reais", 5_000),
        ("50 contos", 5_000),
        ("1.500", 150_000),
        ("1.234,56", 123_456),
        ("1,234.56", 123_456),
        ("1.234.567,89", 123_456_789),
        ("1.000.000", 100_000_000),
        ("2 mil", 200_000),
        ("2mil", 200_000),
        ("1,5k", 150_000),
        ("2 mil reais", 200_000),
        ("50 centavos", 50),
        ("5 reais e 50 centavos", 550),
        ("50.", 5_000),
        ("50!", 5_000),
        ("(50)", 5_000),
        ("999999", 99_999_900),
    ] {
        assert_eq!(amount_in(figures), Some(Cents::new(cents)), "{figures}");
    }
}

#[test]
fn figures_that_count_or_name_something_are_no_money() {
    for figures in [
        "0",
        "0,00",
        "007",
        "-50",
        "1.23.4",
        "1,2345",
        "1.5.00",
        "10%",
        "10 %",
        "14h",
        "14h30",
        "14:30",
        "12/11",
        "12/11/2026",
        "2x",
        "3 kg",
        "mesa 12",
        "pedido nº 318",
        "#12",
        "a2",
        "2a",
        "1ª",
        "1234567",
        "50+10",
        "50-10",
        "dia 5",
        "2 milhões",
        "150 centavos",
        "R$ 50,00/2",
        "99999999999999999999",
        "١٢",
    ] {
        assert_eq!(amount_in(figures), None, "{figures}");
    }
}

#[test]
fn the_most_that_may_be_sent_is_the_most_that_is_read() {
    assert_eq!(amount_in("10.000.000.000.000,00"), Some(Cents::TRANSFER_MAX));
    assert_eq!(amount_in("10.000.000.000.000,01"), None);
}

#[test]
fn figures_that_run_into_an_email_are_its() {
    let both = message("1,0.ana@bancoipe.example");
    assert_eq!((both.amount, both.key.as_str()), (None, "0.ana@bancoipe.example"));
}

#[test]
fn what_is_marked_holds_the_currency_and_the_unit() {
    for figures in ["R$ 50,00", "50 reais", "R$ 2 mil reais", "5 reais e 50 centavos", "50k"] {
        let parts = message(&format!("pix de {figures}, pra ana@bancoipe.example")).parts;
        assert_eq!(marked(&parts), format!("pix de|+{figures}|, pra|@ana@bancoipe.example"));
    }
}
