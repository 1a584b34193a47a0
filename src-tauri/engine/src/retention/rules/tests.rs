//! Judgements against a model that is too simple to be wrong.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::{Best, Facts, Rule, Verdict, age, judge};
use crate::Code;
use crate::model::VersionId;

const NOW: i64 = 1_000_000;

fn rules() -> impl Strategy<Value = Rule> {
    let best =
        (1_u64..5, any::<bool>()).prop_map(|(count, largest)| Best { count, key: "acc".into(), largest });
    (prop::option::of(1_u64..6), prop::option::of(best), any::<[bool; 3]>(), prop::option::of(1_i64..1000))
        .prop_map(|(last, best, [aliased, linked, used], younger)| Rule {
            last,
            best,
            aliased,
            linked,
            used,
            younger,
        })
}

/// Few numbers, so that there are equals; some without one.
fn versions() -> impl Strategy<Value = Vec<Facts>> {
    let number = prop_oneof![Just(None), (0_i32..4).prop_map(|n| Some(f64::from(n) / 2.0))];
    let one = (0_i64..1000, any::<[bool; 5]>(), prop::collection::vec(number, 1));
    prop::collection::vec(one, 0..14).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(|(at, (age, [aliased, used, linked, latest, brought_back], number))| Facts {
                id: VersionId::new(at as i64 + 1),
                index: at as u64,
                created_at: NOW - age * 1000,
                size: 1,
                aliased,
                latest: latest && at % 5 == 0,
                linked: linked && at % 7 == 0,
                used,
                brought_back: brought_back && at % 3 == 0,
                number: number[0],
            })
            .collect()
    })
}

/// Whether the version is kept, by counting for each reason how many come before it.
fn is_kept(rule: &Rule, all: &[Facts], one: &Facts, now: i64) -> bool {
    let newer = all.iter().filter(|other| other.index > one.index).count() as u64;
    let is_better = |other: &Facts, largest: bool| match (other.number, one.number) {
        (Some(other_number), Some(number)) if other_number > number => largest,
        (Some(other_number), Some(number)) if other_number < number => !largest,
        (Some(_), Some(_)) => other.index > one.index,
        _ => false,
    };
    let is_best = rule.best.as_ref().is_some_and(|best| {
        one.number.is_none()
            || (all.iter().filter(|other| is_better(other, best.largest)).count() as u64) < best.count
    });
    one.latest
        || one.linked
        || one.brought_back
        || rule.last.is_some_and(|count| newer < count)
        || is_best
        || (rule.aliased && one.aliased)
        || (rule.used && one.used)
        || rule.younger.is_some_and(|seconds| now < one.created_at + seconds * 1000)
}

fn taken(rule: &Rule, all: &[Facts], now: i64) -> Vec<bool> {
    judge(rule, all).into_iter().map(|verdict| verdict.takes_at(now)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn a_version_is_kept_when_any_reason_holds(rule in rules(), all in versions(), later in 0_i64..2_000_000) {
        for now in [NOW, NOW + later] {
            let expected: Vec<bool> = all.iter().map(|one| !is_kept(&rule, &all, one, now)).collect();
            prop_assert_eq!(taken(&rule, &all, now), expected);
        }
    }

    #[test]
    fn what_was_taken_changes_nothing_for_the_rest(rule in rules(), all in versions()) {
        let taken_now = taken(&rule, &all, NOW);
        let rest: Vec<Facts> =
            all.iter().zip(&taken_now).filter(|(_, taken)| !**taken).map(|(facts, _)| facts.clone()).collect();
        prop_assert!(taken(&rule, &rest, NOW).iter().all(|taken| !taken), "a second sweep takes more");
    }

    #[test]
    fn one_more_reason_never_takes_more(rule in rules(), other in rules(), all in versions()) {
        let both = Rule {
            last: rule.last.max(other.last),
            best: rule.best.clone(),
            aliased: rule.aliased || other.aliased,
            linked: rule.linked || other.linked,
            used: rule.used || other.used,
            younger: rule.younger.max(other.younger),
        };
        let before = taken(&rule, &all, NOW);
        for (more, less) in taken(&both, &all, NOW).into_iter().zip(before) {
            prop_assert!(!more || less);
        }
    }

    #[test]
    fn what_is_kept_for_its_age_goes_when_it_says(rule in rules(), all in versions()) {
        for (facts, verdict) in all.iter().zip(judge(&rule, &all)) {
            if let Verdict::KeepUntil(until) = verdict {
                prop_assert!(is_kept(&rule, &all, facts, until - 1) && !is_kept(&rule, &all, facts, until));
            }
        }
    }

    #[test]
    fn rules_survive_being_stored(rule in rules()) {
        if rule.check().is_ok() {
            prop_assert_eq!(Rule::parse(&rule.encode()).unwrap(), rule);
        }
    }

    #[test]
    fn any_text_is_a_rule_or_is_refused(text in "[{}\":,a-z0-9 .-]{0,60}") {
        if let Ok(rule) = Rule::parse(&text) {
            prop_assert!(rule.check().is_ok());
        }
    }
}

#[test]
fn rules_without_sense_are_refused() {
    let best = |count, key: &str| Some(Best { count, key: key.into(), largest: true });
    for (rule, code) in [
        (Rule::default(), Code::RequestInvalid),
        (Rule { last: Some(0), ..Rule::default() }, Code::RequestInvalid),
        (Rule { last: Some(u64::MAX), ..Rule::default() }, Code::RequestInvalid),
        (Rule { best: best(0, "acc"), ..Rule::default() }, Code::RequestInvalid),
        (Rule { best: best(3, " "), ..Rule::default() }, Code::RequestInvalid),
        (Rule { younger: Some(0), ..Rule::default() }, Code::TtlInvalid),
        (Rule { younger: Some(-5), ..Rule::default() }, Code::TtlInvalid),
        (Rule { younger: Some(i64::MAX), ..Rule::default() }, Code::TtlInvalid),
    ] {
        let error = rule.check().unwrap_err();
        assert_eq!((error.code(), error.hint_text().is_some()), (code, true), "{rule:?}");
        assert!(Rule::parse(&rule.encode()).is_err(), "{rule:?}");
    }
    for bad in ["", "30", "0d", "-1d", "1.5d", "none", "inherit", "2026-01-01", "99999999999999999999d"] {
        assert_eq!(age(bad).unwrap_err().code(), Code::TtlInvalid, "{bad}");
    }
}

#[test]
fn rules_in_words() {
    let rule = Rule {
        last: Some(10),
        best: Some(Best { count: 3, key: "val.acc".into(), largest: false }),
        aliased: true,
        used: true,
        younger: Some(86_400),
        ..Rule::default()
    };
    let words = "keep the last 10, the best 3 by val.acc (min), what has an alias, what a run used, what is younger than 1 d";
    assert_eq!(rule.words(), words);
}
