//! Values as text for people.

use cairn_api::types::Alias;
use chrono::{DateTime, Local, SecondsFormat};

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Text of a stranger: what would steer the terminal or turn the order of the line is escaped.
pub(crate) fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if steers(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Control characters, and the marks that change the direction of what follows.
fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Several lines of a stranger (a description), each escaped.
pub(crate) fn plain_lines(text: &str) -> String {
    text.lines().map(plain).collect::<Vec<_>>().join("\n")
}

/// Bytes in binary units: `512 B`, `3.4 MiB`.
pub(crate) fn size(bytes: u64) -> String {
    let mut value = bytes as f64;
    let mut unit = "B";
    for larger in ["KiB", "MiB", "GiB", "TiB", "PiB"] {
        if value < 1024.0 {
            break;
        }
        (value, unit) = (value / 1024.0, larger);
    }
    if unit == "B" { format!("{bytes} B") } else { format!("{value:.1} {unit}") }
}

/// A number with what it counts: `1 file`, `12 files`.
pub(crate) fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A time against another: `3 min ago`, `in 5 d`.
pub(crate) fn relative(at: i64, now: i64) -> String {
    let distance = (at - now).abs();
    let (unit, name) = match distance {
        ..MINUTE => (SECOND, "s"),
        MINUTE..HOUR => (MINUTE, "min"),
        HOUR..DAY => (HOUR, "h"),
        _ => (DAY, "d"),
    };
    // What was set to 30 days a second ago ends in 30 days, not in 29.
    let number = if at > now { (distance + unit / 2) / unit } else { distance / unit };
    match (at <= now, distance < 5 * SECOND) {
        (true, true) => "just now".into(),
        (true, false) => format!("{number} {name} ago"),
        (false, _) => format!("in {number} {name}"),
    }
}

/// A time in the zone of the person: `2026-11-23 16:00:00 +01:00`.
pub(crate) fn local(at: i64) -> String {
    let time = DateTime::from_timestamp_millis(at).map(|time| time.with_timezone(&Local));
    time.map_or_else(|| at.to_string(), |time| time.format("%Y-%m-%d %H:%M:%S %:z").to_string())
}

/// A time for programs: RFC 3339 in UTC with milliseconds.
pub(crate) fn rfc3339(at: i64) -> String {
    let time = DateTime::from_timestamp_millis(at);
    time.map_or_else(|| at.to_string(), |time| time.to_rfc3339_opts(SecondsFormat::Millis, true))
}

/// Names of aliases.
pub(crate) fn names(aliases: &[Alias]) -> Vec<String> {
    aliases.iter().map(|alias| alias.name.clone()).collect()
}

/// Names in a cell.
pub(crate) fn joined(names: &[String]) -> String {
    names.join(", ")
}

/// A TTL: `inherits`, `none`, or its own days.
pub(crate) fn ttl(seconds: Option<i64>, inherited: bool) -> String {
    match seconds {
        None if inherited => "inherits".into(),
        None => "none".into(),
        Some(seconds) if seconds % 86_400 == 0 => format!("{} d", seconds / 86_400),
        Some(seconds) if seconds % 3600 == 0 => format!("{} h", seconds / 3600),
        Some(seconds) => format!("{seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_for_people() {
        assert_eq!(size(0), "0 B");
        assert_eq!(size(1023), "1023 B");
        assert_eq!(size(1024), "1.0 KiB");
        assert_eq!(size(10_737_418_240), "10.0 GiB");
        assert_eq!(relative(0, 61_000), "1 min ago");
        assert_eq!(relative(5 * DAY - SECOND, 0), "in 5 d");
        assert_eq!(relative(0, 10), "just now");
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(plain("a\u{1b}[31m\n\u{202e}é"), "a\\u{1b}[31m\\n\\u{202e}é");
        assert_eq!(ttl(Some(43_200), false), "12 h");
    }
}
