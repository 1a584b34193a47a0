#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use proptest::prelude::*;

use super::super::testing::NOW;
use super::*;

const DAY: i64 = 86_400_000;

fn one(text: &str) -> Condition {
    let filter = Filter::parse(text, NOW).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(filter.terms.len(), 1, "{text}");
    filter.terms[0].condition.clone()
}

fn span(min: impl Into<Option<i64>>, max: impl Into<Option<i64>>) -> Span {
    Span { min: min.into(), max: max.into() }
}

fn exact(text: &str) -> Pattern {
    Pattern::Exact(text.into())
}

#[test]
fn texts() {
    assert_eq!(one("alias:best"), Condition::Alias(exact("best")));
    assert_eq!(one(r#"alias:"best model""#), Condition::Alias(exact("best model")));
    assert_eq!(one("alias:v*x"), Condition::Alias(Pattern::Glob(vec!["v".into(), "x".into()])));
    assert_eq!(one(r#"alias:"a*""#), Condition::Alias(exact("a*")));
    assert_eq!(one("tag:x:y"), Condition::Tag(exact("x:y")));
    assert_eq!(one("it's_50%"), Condition::Word("it's_50%".into()));
    assert_eq!(one(r#""size:1 \" \\""#), Condition::Word(r#"size:1 " \"#.into()));
    assert_eq!(one(r#""v12""#), Condition::Word("v12".into()));
    assert_eq!(one("digest:6EEc"), Condition::Digest("6eec".into()));
    assert_eq!((one("state:live"), one("state:deleted")), (Condition::State(1), Condition::State(2)));
    assert_eq!(
        (one("v12"), one("v10..v20")),
        (Condition::Index(span(12, 12)), Condition::Index(span(10, 20)))
    );
}

#[test]
fn numbers() {
    assert_eq!(one("size:>1GB"), Condition::Size(span(1_000_000_001, None)));
    assert_eq!(one("size:>=1.5kb"), Condition::Size(span(1500, None)));
    assert_eq!(one("size:10MiB..2GiB"), Condition::Size(span(10 << 20, 2 << 30)));
    assert_eq!((one("size:7"), one("size:=7B")), (Condition::Size(span(7, 7)), Condition::Size(span(7, 7))));
    assert_eq!(one("files:<=100"), Condition::Files(span(None, 100)));
    assert_eq!(one("ttl:<7d"), Condition::Expires(span(None, NOW + 7 * DAY - 1)));
    assert_eq!((one("ttl:none"), one("ttl:inherit")), (Condition::Ttl(-2), Condition::Ttl(-1)));
    assert_eq!(one("created:<7d"), Condition::Created(span(NOW - 7 * DAY + 1, None)));
    assert_eq!(one("created:1d..7d"), Condition::Created(span(NOW - 7 * DAY, NOW - DAY)));
    assert_eq!(one("created:1970-01-02"), Condition::Created(span(DAY, 2 * DAY - 1)));
    assert_eq!(one("created:>1970-01-02"), Condition::Created(span(2 * DAY, None)));
    assert_eq!(one("created:1970-01-01..1970-01-02"), Condition::Created(span(0, 2 * DAY - 1)));
}

#[test]
fn metadata() {
    let test = |text| match one(text) {
        Condition::Metadata(path, test) => (path, test),
        other => panic!("{other:?}"),
    };
    assert_eq!(test("meta.acc:>=0.9"), ("acc".into(), Test::Number(0.9, f64::INFINITY)));
    assert_eq!(test("meta.a.b:-1..2e3"), ("a.b".into(), Test::Number(-1.0, 2000.0)));
    assert_eq!(
        test("meta.x:resnet*"),
        ("x".into(), Test::Text(Pattern::Glob(vec!["resnet".into(), String::new()])))
    );
    assert_eq!(test(r#"meta."a.b c":"12""#), (r"a\.b c".into(), Test::Text(exact("12"))));
    assert_eq!(test("meta.x:=y"), ("x".into(), Test::Text(exact("y"))));
}

#[test]
fn several() {
    let filter = Filter::parse("  alias:best  !tag:x -v3 ", NOW).unwrap();
    assert_eq!(filter.terms.iter().map(|term| term.negated).collect::<Vec<_>>(), [false, true, true]);
    assert!(Filter::parse(" \t", NOW).unwrap().terms.is_empty());
    assert!(Filter::parse("ttl:<7d", NOW).unwrap().relative);
}

#[test]
fn refusals_say_where() {
    for (text, at) in [
        ("tag:x sizze:>1GB", 7),
        ("tag:x size:>1XB", 13),
        ("size:10MB..", 12),
        ("size:-1", 6),
        ("size:1.2.3", 6),
        ("size:>", 7),
        ("size:99999999PB", 6),
        ("files:1.5", 7),
        ("ttl:7d", 5),
        ("ttl:soon", 5),
        ("created:7d", 9),
        ("created:>2026-02-30", 10),
        ("meta.acc:>high", 11),
        ("meta.:1", 1),
        ("état:x", 1),
        ("ä alias:", 9),
        ("digest:xyz", 8),
        ("state:gone", 7),
        ("tag:\"x", 5),
        ("a \"b", 3),
        ("\"\"", 1),
        ("a !", 3),
        ("- a", 1),
        (":x", 1),
    ] {
        let error = Filter::parse(text, NOW).expect_err(text);
        assert_eq!(error.code(), Code::FilterInvalid, "{text}");
        assert!(error.message().contains(&format!("at character {at}:")), "{text}: {error}");
        assert!(error.hint_text().is_some());
    }
    assert_eq!(Filter::parse(&"x".repeat(2001), NOW).unwrap_err().code(), Code::FilterInvalid);
    assert_eq!(Filter::parse(&"x ".repeat(51), NOW).unwrap_err().code(), Code::FilterInvalid);
}

#[test]
fn globs_match_as_sqlite_does() {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    for (pattern, text) in [
        ("a*b", "ab"),
        ("a*b", "a"),
        ("*", ""),
        ("a*a", "a"),
        ("*x*y*", "1x2y3"),
        ("*x*y*", "yx"),
        ("[?*", "[?z"),
        ("[a]*", "a"),
    ] {
        let pattern = Pattern::Glob(pattern.split('*').map(str::to_owned).collect());
        let found: bool =
            connection.query_row("SELECT ?1 GLOB ?2", (text, pattern.glob()), |row| row.get(0)).unwrap();
        assert_eq!(pattern.matches(text), found, "{pattern:?} {text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn no_text_breaks_the_reader_or_the_query(text in "([!-]?(alias|tag|size|ttl|created|meta\\.[a\".]|digest|state|v1|x)?:?[a-c0-9\"'%_*;.<>=\\\\ -]{0,8} ?){0,4}") {
        check(&text);
    }

    #[test]
    fn nor_does_noise(text in any::<String>()) {
        check(&text);
    }
}

/// What can be read can be run, and changes nothing about the collection that is asked.
fn check(text: &str) {
    let Ok(filter) = Filter::parse(text, NOW) else { return };
    thread_local!(static STORE: rusqlite::Connection = super::super::testing::store());
    STORE.with(|connection| {
        let collection = crate::model::CollectionId::new(1);
        let context = Context { collection, default_ttl: None, latest: None, rows: 0 };
        let query = compile(connection, &filter, &context, Needs::default()).unwrap();
        let mut statement =
            connection.prepare(&query.select("m.idx")).unwrap_or_else(|error| panic!("{text}: {error}"));
        let used = statement.parameter_count();
        assert!(used <= query.params.len());
        statement
            .exists(rusqlite::params_from_iter(&query.params[..used]))
            .unwrap_or_else(|error| panic!("{text}: {error}"));
    });
}
