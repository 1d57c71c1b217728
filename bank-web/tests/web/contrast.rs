//! No bank of `banks.env` can be unreadable: WCAG AA for every pair of text and ground, by day and by night, of its
//! brand's tokens under its own colours.

use std::{collections::HashMap, path::Path};

use banks::Banks;

type Tokens = HashMap<String, [Rgb; 2]>;
type Rgb = [f64; 3];

const TOKENS: &str = include_str!("../../style/tokens.css");
const SCHEMES: [&str; 2] = ["by day", "by night"];

/// Text on its ground.
const TEXT: f64 = 4.5;
/// Borders of controls, focus, and whatever else only has to be seen.
const SHAPE: f64 = 3.0;

const PAIRS: [(f64, &[&str], &[&str]); 10] = [
    (TEXT, &["ink", "ink-2"], &["page", "surface", "sunken", "tint"]),
    (TEXT, &["link"], &["page", "surface"]),
    (TEXT, &["on-primary"], &["primary", "primary-hover"]),
    (TEXT, &["on-tint"], &["tint"]),
    (TEXT, &["wait", "danger", "ok", "in"], &["page", "surface"]),
    (TEXT, &["hero-ink", "hero-ink-2"], &["hero"]),
    (TEXT, &["hero-ink"], &["hero-veil"]),
    (TEXT, &["rail-ink", "rail-ink-2"], &["rail"]),
    (TEXT, &["rail-on-ink"], &["rail-on"]),
    (SHAPE, &["line-strong", "focus", "primary"], &["page", "surface"]),
];

#[test]
fn every_bank_of_the_file_is_readable() {
    let banks = Banks::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../banks.env")).unwrap();
    for bank in &banks.banks {
        let mut tokens = brand(&bank.brand);
        for (name, colour) in bank.colours.iter() {
            tokens.insert(name.to_owned(), [rgb(&colour.day).unwrap(), rgb(&colour.night).unwrap()]);
        }
        readable(&bank.name, &tokens);
    }
}

#[test]
fn what_is_tinted_is_readable_on_its_own_tint() {
    for name in ["ipe", "mare"] {
        let tokens = brand(name);
        for word in ["wait", "danger", "ok"] {
            check(name, &tokens, TEXT, word, &format!("{word}-tint"));
        }
    }
}

#[test]
fn black_on_white_is_21_to_1() {
    assert!((contrast(rgb("#000").unwrap(), rgb("#FFFFFF").unwrap()) - 21.0).abs() < 1e-9);
}

fn readable(bank: &str, tokens: &Tokens) {
    for (least, fronts, grounds) in PAIRS {
        for front in fronts {
            for ground in grounds {
                check(bank, tokens, least, front, ground);
            }
        }
    }
}

fn check(bank: &str, tokens: &Tokens, least: f64, front: &str, ground: &str) {
    for (at, scheme) in SCHEMES.iter().enumerate() {
        let of = |name: &str| tokens.get(name).unwrap_or_else(|| panic!("{bank} has no colour {name}"))[at];
        let found = contrast(of(front), of(ground));
        assert!(
            found >= least,
            "{bank}, {scheme}: {front} on {ground} is {found:.2}:1, and must be {least}:1"
        );
    }
}

/// The tokens of that brand over those that all share.
fn brand(name: &str) -> Tokens {
    let mut tokens = Tokens::new();
    for block in TOKENS.split('}') {
        let Some((selector, declarations)) = block.rsplit_once('{') else { continue };
        let selector = selector.rsplit("*/").next().unwrap().trim();
        if selector == ":root" || selector.contains(&format!("[data-brand=\"{name}\"]")) {
            tokens.extend(declarations.split(';').filter_map(declared));
        }
    }
    tokens
}

fn declared(declaration: &str) -> Option<(String, [Rgb; 2])> {
    let (name, value) = declaration.rsplit("*/").next()?.trim().strip_prefix("--")?.split_once(':')?;
    let value = value.trim();
    let pair = value.strip_prefix("light-dark(").and_then(|value| value.strip_suffix(')'));
    let (day, night) = pair.and_then(|pair| pair.split_once(',')).unwrap_or((value, value));
    Some((name.to_owned(), [rgb(day.trim())?, rgb(night.trim())?]))
}

/// Each channel from 0 to 1; None for whatever is no opaque hexadecimal colour.
fn rgb(text: &str) -> Option<Rgb> {
    let digits = text.strip_prefix('#')?;
    let width = digits.len() / 3;
    if digits.len() != width * 3 || !matches!(width, 1 | 2) {
        return None;
    }
    let channel = |at: usize| {
        let digits = &digits[at * width..(at + 1) * width];
        let value = u8::from_str_radix(&digits.repeat(3 - width), 16).ok()?;
        Some(f64::from(value) / 255.0)
    };
    Some([channel(0)?, channel(1)?, channel(2)?])
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] =
        colour.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
