//! Numbers, sizes, durations and dates of a filter, with their comparisons.

use chrono::{Days, NaiveDate, NaiveTime};

use super::lex::Token;
use super::{Span, refuse};
use crate::Result;
use crate::clock::Millis;
use crate::model::quote;

/// Sizes: decimal and binary units.
const UNITS: [(&str, f64); 17] = [
    ("", 1.0),
    ("b", 1.0),
    ("k", 1e3),
    ("kb", 1e3),
    ("m", 1e6),
    ("mb", 1e6),
    ("g", 1e9),
    ("gb", 1e9),
    ("t", 1e12),
    ("tb", 1e12),
    ("p", 1e15),
    ("pb", 1e15),
    ("kib", 1024.0),
    ("mib", 1_048_576.0),
    ("gib", 1_073_741_824.0),
    ("tib", 1_099_511_627_776.0),
    ("pib", 1_125_899_906_842_624.0),
];
/// Beyond this an operand is refused: every stored number stays exact in a JSON number.
const LARGEST: f64 = 9_007_199_254_740_992.0;

/// What the operands of a field are.
pub(super) enum Scale {
    /// `10MiB`.
    Bytes,
    /// `100`.
    Count,
    /// `2026-01-31`, or `7d` before this time.
    Age(Millis),
    /// `7d` from this time on.
    Ahead(Millis),
}

/// An operand: first and last value it stands for, and whether a larger one means earlier.
#[derive(Clone, Copy)]
struct Operand {
    first: i64,
    last: i64,
    backwards: bool,
}

impl Operand {
    fn point(value: i64) -> Self {
        Self { first: value, last: value, backwards: false }
    }

    fn compare(self, operator: &str) -> Span {
        let operator = match (self.backwards, operator) {
            (true, ">") => "<",
            (true, ">=") => "<=",
            (true, "<") => ">",
            (true, "<=") => ">=",
            (_, other) => other,
        };
        let (min, max) = match operator {
            ">" => (Some(self.last.saturating_add(1)), None),
            ">=" => (Some(self.first), None),
            "<" => (None, Some(self.first.saturating_sub(1))),
            "<=" => (None, Some(self.last)),
            _ => (Some(self.first), Some(self.last)),
        };
        Span { min, max }
    }
}

/// Reads `>1GB`, `10..20` or a bare operand.
pub(super) fn span(token: &Token, scale: &Scale) -> Result<Span> {
    if let Some((first, last)) = token.value.split_once("..") {
        let last_at = token.value_at + first.chars().count() + 2;
        let (first, last) = (operand(token.value_at, first, scale)?, operand(last_at, last, scale)?);
        let (min, max) = if first.backwards && last.backwards { (last, first) } else { (first, last) };
        return Ok(Span { min: Some(min.first), max: Some(max.last) });
    }
    let (operator, text) = operator(&token.value);
    let at = token.value_at + operator.map_or(0, str::len);
    let operand = operand(at, text, scale)?;
    let is_duration = operand.backwards || matches!(scale, Scale::Ahead(_));
    match operator {
        None | Some("=") if is_duration => {
            Err(refuse(token.value_at, format!("{} lacks `<` or `>`", quote(text))))
        }
        operator => Ok(operand.compare(operator.unwrap_or("="))),
    }
}

/// Parts the comparison from its operand.
pub(super) fn operator(text: &str) -> (Option<&'static str>, &str) {
    let found = [">=", "<=", ">", "<", "="].into_iter().find(|operator| text.starts_with(operator));
    (found, &text[found.map_or(0, str::len)..])
}

fn operand(at: usize, text: &str, scale: &Scale) -> Result<Operand> {
    let (read, what) = match scale {
        Scale::Bytes => (bytes(text).map(Operand::point), "a size such as 10MB or 2GiB"),
        Scale::Count => (integer(text).map(Operand::point), "a whole number"),
        Scale::Age(now) => (
            day(text).or_else(|| {
                let age = now.saturating_sub(duration(text)?);
                Some(Operand { first: age, last: age, backwards: true })
            }),
            "a date such as 2026-01-31 or an age such as 7d",
        ),
        Scale::Ahead(now) => (
            duration(text).map(|ahead| Operand::point(now.saturating_add(ahead))),
            "a duration such as 7d or 12h, `none` or `inherit`",
        ),
    };
    read.ok_or_else(|| refuse(at, format!("{} isn't {what}", quote(text))))
}

/// A whole number from 0 in decimal digits.
pub(super) fn integer(text: &str) -> Option<i64> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten().filter(|value| *value as f64 <= LARGEST)
}

fn bytes(text: &str) -> Option<i64> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit.to_ascii_lowercase();
    let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let value = number.parse::<f64>().ok()? * factor;
    (value <= LARGEST).then(|| value.round() as i64)
}

/// Milliseconds of `90s`, `45m`, `12h`, `30d`, `2w`.
fn duration(text: &str) -> Option<i64> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let seconds = match unit {
        "s" => 1,
        "m" | "min" => 60,
        "h" => 3600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return None,
    };
    integer(number)?.checked_mul(seconds)?.checked_mul(1000)
}

/// A day in UTC.
fn day(text: &str) -> Option<Operand> {
    let date = (text.len() == 10).then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten()?;
    let start = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    let next = date.checked_add_days(Days::new(1))?;
    Some(Operand { first: start(date), last: start(next) - 1, backwards: false })
}

/// A number of the metadata.
#[derive(Clone, Copy)]
pub(super) struct Number(f64);

impl Number {
    /// Smallest and largest number that an operator other than `=` admits.
    pub(super) fn bounds(self, operator: &str) -> (f64, f64) {
        match operator {
            ">" => (self.0.next_up(), f64::INFINITY),
            ">=" => (self.0, f64::INFINITY),
            "<" => (f64::NEG_INFINITY, self.0.next_down()),
            _ => (f64::NEG_INFINITY, self.0),
        }
    }
}

/// Reads the number behind an operator.
pub(super) fn number(token: &Token, text: &str) -> Result<Number> {
    let at = token.value_at + token.value.chars().count() - text.chars().count();
    float(text).map(Number).ok_or_else(|| refuse(at, format!("{} isn't a number", quote(text))))
}

/// Reads `0.9` or `0.1..0.9`.
pub(super) fn numbers(text: &str) -> Option<(f64, f64)> {
    match text.split_once("..") {
        Some((min, max)) => Some((float(min)?, float(max)?)),
        None => float(text).map(|value| (value, value)),
    }
}

/// A finite number; words such as `inf` and `nan` are text.
fn float(text: &str) -> Option<f64> {
    let is_numeric = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'));
    is_numeric.then(|| text.parse().ok()).flatten().filter(|value: &f64| value.is_finite())
}
