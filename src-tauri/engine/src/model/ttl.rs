//! How long a version is kept: its own duration, its team's, or for ever.

use chrono::{NaiveDate, NaiveTime};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use super::quote;
use crate::clock::Millis;
use crate::{Code, Error, Result};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;
/// A thousand years of 365 days, in seconds.
const MAX_SECONDS: i64 = 1000 * 365 * DAY;

/// The TTL of a version. On the wire and in `SQLite` one integer: −1 inherit, −2 none, else seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ttl {
    /// The team's default, now and whenever it changes.
    Inherit,
    /// Kept for ever.
    None,
    /// Seconds from the version's creation, 1 to a thousand years.
    Own(i64),
}

impl Ttl {
    /// A duration of its own in seconds, within the limits.
    pub fn own(seconds: i64) -> Result<Self> {
        match seconds {
            1..=MAX_SECONDS => Ok(Self::Own(seconds)),
            _ => Err(invalid(&seconds.to_string(), "lies outside one second to a thousand years")),
        }
    }

    /// Reads the protocol's integer: −1, −2, or seconds above 0.
    pub fn from_wire(value: i64) -> Result<Self> {
        match value {
            -1 => Ok(Self::Inherit),
            -2 => Ok(Self::None),
            seconds => Self::own(seconds),
        }
    }

    /// The protocol's integer.
    pub fn to_wire(self) -> i64 {
        match self {
            Self::Inherit => -1,
            Self::None => -2,
            Self::Own(seconds) => seconds,
        }
    }
}

impl ToSql for Ttl {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.to_wire()))
    }
}

impl FromSql for Ttl {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::from_wire(value.as_i64()?).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

impl serde::Serialize for Ttl {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.to_wire())
    }
}

impl<'de> serde::Deserialize<'de> for Ttl {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = <i64 as serde::Deserialize>::deserialize(deserializer)?;
        Self::from_wire(value).map_err(serde::de::Error::custom)
    }
}

/// A TTL as a person gives it: a date has a duration only together with a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TtlSpec {
    /// The same for every version.
    Fixed(Ttl),
    /// Expires at this moment, in milliseconds since 1970.
    Until(Millis),
}

impl TtlSpec {
    /// Reads `30d`, `12h`, `2w`, `90s`, `45m` (minutes), `2026-12-31` (its beginning in UTC), `none`, `inherit`.
    ///
    /// A date in the past is legal: the version expires at once. The dialog says so.
    pub fn parse(text: &str, now: Millis) -> Result<Self> {
        let trimmed = text.trim();
        match trimmed {
            "" => Err(invalid(text, "is empty")),
            "none" => Ok(Self::Fixed(Ttl::None)),
            "inherit" => Ok(Self::Fixed(Ttl::Inherit)),
            date if is_date(date) => parse_date(date, now).map(Self::Until),
            duration => parse_duration(duration).and_then(Ttl::own).map(Self::Fixed),
        }
    }

    /// The TTL of one version. A moment before or just after its creation gives one second.
    pub fn resolve(self, created_at: Millis) -> Ttl {
        match self {
            Self::Fixed(ttl) => ttl,
            Self::Until(until) => {
                let millis = until.saturating_sub(created_at);
                // Rounded up: never expire before the given moment.
                Ttl::Own((millis / 1000 + i64::from(millis % 1000 > 0)).clamp(1, MAX_SECONDS))
            }
        }
    }

    /// Whether a version would expire at once: by its duration, or because the moment is past although the second that
    /// it gets at least isn't.
    pub fn expires_now(self, created_at: Millis, team_default: Option<i64>, now: Millis) -> bool {
        matches!(self, Self::Until(until) if until <= now)
            || expires_at(created_at, self.resolve(created_at), team_default).is_some_and(|at| at <= now)
    }
}

/// When a version expires; `None` when never. `team_default` is in seconds, absent when the team has none.
///
/// Counted from the creation, also when the TTL is edited later.
pub fn expires_at(created_at: Millis, ttl: Ttl, team_default: Option<i64>) -> Option<Millis> {
    let seconds = match ttl {
        Ttl::None => None,
        Ttl::Inherit => team_default.filter(|seconds| *seconds > 0),
        Ttl::Own(seconds) => Some(seconds),
    };
    seconds.map(|seconds| created_at.saturating_add(seconds.saturating_mul(1000)))
}

/// A duration in words, its two largest units: `30 d`, `1 d 12 h`, `45 s`.
pub fn humanize(seconds: i64) -> String {
    let units = [(DAY, "d"), (HOUR, "h"), (MINUTE, "min"), (1, "s")];
    let mut rest = seconds.max(0);
    let mut words = Vec::new();
    for (unit, name) in units {
        let count = rest / unit;
        rest %= unit;
        match count {
            0 if words.is_empty() => {}
            0 => break,
            _ => words.push(format!("{count} {name}")),
        }
        if words.len() == 2 {
            break;
        }
    }
    if words.is_empty() { "0 s".to_owned() } else { words.join(" ") }
}

fn invalid(text: &str, why: &str) -> Error {
    Error::new(Code::TtlInvalid, format!("The time to live {} {why}", quote(text))).hint(
        "Give a whole number with a unit (90s, 45m, 12h, 30d, 2w), a date (2026-12-31), `none` or `inherit`.",
    )
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

fn parse_date(text: &str, now: Millis) -> Result<Millis> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| invalid(text, "is no date"))?;
    let until = date.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    if until.saturating_sub(now) / 1000 > MAX_SECONDS {
        return Err(invalid(text, "lies more than a thousand years ahead"));
    }
    Ok(until)
}

fn parse_duration(text: &str) -> Result<i64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim_start() {
        "s" => 1,
        "m" | "min" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        "w" => WEEK,
        "" => return Err(invalid(text, "has no unit")),
        _ => return Err(invalid(text, "can't be read")),
    };
    if number.is_empty() {
        return Err(invalid(text, "has no number"));
    }
    let seconds = number.parse::<i64>().ok().and_then(|number| number.checked_mul(unit));
    seconds.ok_or_else(|| invalid(text, "is too long"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    const NOW: Millis = 1_790_000_000_000;

    #[test]
    fn specs() {
        let own = |text| match TtlSpec::parse(text, NOW).unwrap() {
            TtlSpec::Fixed(Ttl::Own(seconds)) => seconds,
            other => unreachable!("{other:?}"),
        };
        assert_eq!(
            [own("90s"), own("3m"), own("12h"), own("30d"), own("2w")],
            [90, 180, 43200, 30 * DAY, WEEK * 2]
        );
        assert_eq!(TtlSpec::parse("none", NOW).unwrap(), TtlSpec::Fixed(Ttl::None));
        assert_eq!(TtlSpec::parse(" inherit ", NOW).unwrap(), TtlSpec::Fixed(Ttl::Inherit));
        assert_eq!(TtlSpec::parse("1970-01-02", NOW).unwrap(), TtlSpec::Until(86_400_000));
    }

    #[test]
    fn refusals() {
        for bad in [
            "",
            "0d",
            "-1d",
            "1.5d",
            "d",
            "30",
            "30y",
            "3 months",
            "999999999999999999999d",
            "9223372036854775807w",
            "366000d",
            "2026-13-01",
            "2026-02-30",
            "9999-12-31",
            "NaN",
            "１d",
        ] {
            let error = TtlSpec::parse(bad, NOW).unwrap_err();
            assert_eq!((error.code(), error.hint_text().is_some()), (Code::TtlInvalid, true), "{bad}");
        }
        for bad in [0, -3, i64::MIN, i64::MAX] {
            assert_eq!(Ttl::from_wire(bad).unwrap_err().code(), Code::TtlInvalid);
        }
    }

    #[test]
    fn a_date_becomes_a_duration_of_each_version() {
        assert_eq!(TtlSpec::Until(10_500).resolve(0), Ttl::Own(11));
        assert_eq!(TtlSpec::Until(10_000).resolve(20_000), Ttl::Own(1));
        assert_eq!(TtlSpec::Until(i64::MAX).resolve(i64::MIN), Ttl::Own(MAX_SECONDS));
    }

    #[test]
    fn expiry_counts_from_creation() {
        assert_eq!(expires_at(1000, Ttl::Own(30), Some(5)), Some(31_000));
        assert_eq!(expires_at(1000, Ttl::Inherit, Some(5)), Some(6000));
        assert_eq!(expires_at(1000, Ttl::Inherit, None), None);
        assert_eq!(expires_at(1000, Ttl::None, Some(5)), None);
        assert_eq!(expires_at(i64::MAX - 1, Ttl::Own(MAX_SECONDS), None), Some(i64::MAX));
    }

    #[test]
    fn words() {
        let shown = [0, 45, 90, DAY, 30 * DAY, DAY + 12 * HOUR + 5, DAY + 5].map(humanize);
        assert_eq!(shown, ["0 s", "45 s", "1 min 30 s", "1 d", "30 d", "1 d 12 h", "1 d"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn nothing_panics_and_the_wire_gives_it_back(text in "[0-9a-z.: -]{0,24}", wire in any::<i64>(), at in any::<i64>()) {
            if let Ok(spec) = TtlSpec::parse(&text, NOW) {
                let ttl = spec.resolve(at);
                prop_assert_eq!(Ttl::from_wire(ttl.to_wire()).unwrap(), ttl);
                let _ = expires_at(at, ttl, Some(wire));
            }
            if let Ok(ttl) = Ttl::from_wire(wire) {
                prop_assert_eq!(ttl.to_wire(), wire);
            }
            humanize(wire);
        }
    }
}
