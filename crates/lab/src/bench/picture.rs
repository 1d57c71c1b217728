//! What was measured, as a picture: latency over load, and CPU a transfer over load.

use super::{report::Figures, steady::Steady};
use std::fmt::Write as _;

/// Of one chart, in units of the picture.
const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 220.0;
/// Room around a chart for its words.
const MARGIN: f64 = 56.0;

/// One line of a chart, its points from left to right.
struct Line {
    name: &'static str,
    colour: &'static str,
    points: Vec<(f64, f64)>,
}

/// Both axes grow by factors of ten.
struct Chart {
    title: &'static str,
    unit: &'static str,
    lines: Vec<Line>,
}

/// As SVG, for light and dark pages.
pub fn picture(figures: &Figures) -> String {
    let mut steady: Vec<_> = figures.steady.iter().filter(|steady| steady.transfers > 0).collect();
    steady.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
    let line = |name, colour, of: fn(&Steady) -> f64, full: f64| {
        let points = steady.iter().map(|steady| (steady.per_second, of(steady)));
        Line { name, colour, points: points.chain([(figures.full.per_second(), full)]).collect() }
    };
    let latency = Chart {
        title: "Latency, end to end",
        unit: "ms",
        lines: vec![
            line("p99", "#c2410c", |steady| steady.latency.p99_ms, figures.full.end_to_end.p99_ms),
            line("p50", "#0f766e", |steady| steady.latency.p50_ms, figures.full.end_to_end.p50_ms),
        ],
    };
    let cpu = Chart {
        title: "CPU of all services, a transfer",
        unit: "ms",
        lines: vec![line(
            "all",
            "#4338ca",
            |steady| steady.cpu_ms_per(steady.transfers as f64),
            figures.full.cpu_ms_per_transfer(),
        )],
    };
    let (width, height) = (2.0 * (WIDTH + 2.0 * MARGIN), HEIGHT + 2.0 * MARGIN);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="system-ui, sans-serif" font-size="12" fill="#71717a">{}{}</svg>
"##,
        latency.draw(0.0),
        cpu.draw(WIDTH + 2.0 * MARGIN)
    )
}

impl Chart {
    fn draw(&self, left: f64) -> String {
        let points = || self.lines.iter().flat_map(|line| &line.points);
        let across = Decades::of(points().map(|(x, _)| *x));
        let up = Decades::of(points().map(|(_, y)| *y));
        let place = |(x, y): (f64, f64)| {
            (left + MARGIN + WIDTH * across.part(x), MARGIN + HEIGHT * (1.0 - up.part(y)))
        };
        let mut drawn = String::new();
        let (bottom, end) = (MARGIN + HEIGHT, left + MARGIN + WIDTH);
        for tick in across.ticks() {
            let (x, _) = place((tick, 1.0));
            _ = write!(
                drawn,
                r##"<path d="M{x:.0} {MARGIN}V{bottom}" stroke="#d4d4d8" stroke-width=".5"/><text x="{x:.0}" y="{:.0}" text-anchor="middle">{tick}</text>"##,
                bottom + 16.0
            );
        }
        for tick in up.ticks() {
            let (_, y) = place((1.0, tick));
            _ = write!(
                drawn,
                r##"<path d="M{:.0} {y:.0}H{end}" stroke="#d4d4d8" stroke-width=".5"/><text x="{:.0}" y="{:.0}" text-anchor="end">{tick}</text>"##,
                left + MARGIN,
                left + MARGIN - 6.0,
                y + 4.0
            );
        }
        for line in &self.lines {
            let places: Vec<_> = line.points.iter().map(|point| place(*point)).collect();
            let path: Vec<_> = places.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
            let Line { name, colour, .. } = line;
            _ = write!(
                drawn,
                r##"<path d="M{}" fill="none" stroke="{colour}" stroke-width="2"/>"##,
                path.join("L")
            );
            for (x, y) in &places {
                _ = write!(drawn, r##"<circle cx="{x:.1}" cy="{y:.1}" r="3" fill="{colour}"/>"##);
            }
            if let Some((x, y)) = places.last() {
                _ = write!(
                    drawn,
                    r##"<text x="{:.0}" y="{:.0}" fill="{colour}">{name}</text>"##,
                    x + 8.0,
                    y + 4.0
                );
            }
        }
        let Self { title, unit, .. } = self;
        _ = write!(
            drawn,
            r##"<text x="{:.0}" y="{:.0}" font-weight="600">{title}, {unit}</text><text x="{end}" y="{:.0}" text-anchor="end">transfers a second</text>"##,
            left + MARGIN,
            MARGIN - 20.0,
            bottom + 36.0
        );
        drawn
    }
}

/// A range of whole powers of ten.
struct Decades {
    from: i32,
    to: i32,
}

impl Decades {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let (least, most) = values
            .fold((f64::MAX, f64::MIN_POSITIVE), |(least, most), value| (value.min(least), value.max(most)));
        let from = least.log10().floor() as i32;
        Self { from, to: (most.log10().ceil() as i32).max(from + 1) }
    }

    fn part(&self, value: f64) -> f64 {
        (value.log10() - f64::from(self.from)) / f64::from(self.to - self.from)
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        (self.from..=self.to).map(|power| 10_f64.powi(power))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_reaches_from_one_power_of_ten_to_another() {
        let axis = Decades::of([5.0, 1743.0].into_iter());
        assert_eq!(axis.ticks().collect::<Vec<_>>(), [1.0, 10.0, 100.0, 1000.0, 10_000.0]);
        assert_eq!((axis.part(1.0), axis.part(100.0), axis.part(10_000.0)), (0.0, 0.5, 1.0));
        assert_eq!(Decades::of([3.0].into_iter()).ticks().count(), 2, "one value has an axis too");
    }
}
