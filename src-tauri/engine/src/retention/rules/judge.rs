//! The judgement of a rule on the versions of one collection. Pure: facts in, verdicts out.

use std::cmp::Ordering;

use super::Rule;
use crate::clock::Millis;
use crate::model::VersionId;

/// What a rule looks at in a version.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The version.
    pub id: VersionId,
    /// Index.
    pub index: u64,
    /// When it was made.
    pub created_at: Millis,
    /// Logical bytes.
    pub size: u64,
    /// It has an alias besides `latest`.
    pub aliased: bool,
    /// It is what `latest` means.
    pub latest: bool,
    /// It is linked in a registry.
    pub linked: bool,
    /// A run that isn't deleted used it.
    pub used: bool,
    /// A rule took it once, and somebody brought it back.
    pub brought_back: bool,
    /// The number that the best are found by; none where the metadata has none at that key.
    pub number: Option<f64>,
}

/// Why a version is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is what `latest` means: never taken.
    Latest,
    /// It is linked: never taken.
    Linked,
    /// Somebody brought it back after a rule took it: never taken again.
    BroughtBack,
    /// It is one of the last.
    Last,
    /// It is one of the best.
    Best,
    /// It has no number to be ranked by.
    Unranked,
    /// It has an alias.
    Aliased,
    /// A run used it.
    Used,
}

/// What a rule says of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is kept.
    Keep(Kept),
    /// It is kept until then, and goes at the first sweep from then on.
    KeepUntil(Millis),
    /// It goes at the next sweep.
    Take,
}

impl Verdict {
    /// It goes when it is asked at that time.
    pub fn takes_at(self, now: Millis) -> bool {
        match self {
            Self::Keep(_) => false,
            Self::KeepUntil(until) => until <= now,
            Self::Take => true,
        }
    }
}

/// What a rule says of each version of a collection, in the order in which they are given.
///
/// Taking what it says to take changes no other verdict: those that go are neither among the last nor among the best.
pub fn judge(rule: &Rule, versions: &[Facts]) -> Vec<Verdict> {
    let last = rule.last.map(|count| top(versions, count, &|one, other| other.index.cmp(&one.index)));
    let best = rule.best.as_ref().map(|best| {
        let rank = |one: &Facts, other: &Facts| rank(one, other, best.largest);
        top(versions, best.count, &rank)
    });
    versions
        .iter()
        .enumerate()
        .map(|(at, facts)| {
            let is_last = last.as_ref().is_some_and(|last| last[at]);
            let best = best.as_ref().map(|best| (facts.number.is_none(), best[at]));
            verdict(rule, facts, is_last, best)
        })
        .collect()
}

fn verdict(rule: &Rule, facts: &Facts, is_last: bool, best: Option<(bool, bool)>) -> Verdict {
    let kept = match (facts, best) {
        (facts, _) if facts.latest => Kept::Latest,
        (facts, _) if facts.linked => Kept::Linked,
        (facts, _) if facts.brought_back => Kept::BroughtBack,
        _ if is_last => Kept::Last,
        (_, Some((_, true))) => Kept::Best,
        (_, Some((true, _))) => Kept::Unranked,
        (facts, _) if rule.aliased && facts.aliased => Kept::Aliased,
        (facts, _) if rule.used && facts.used => Kept::Used,
        _ => {
            let until = |seconds: i64| facts.created_at.saturating_add(seconds.saturating_mul(1000));
            return rule.younger.map_or(Verdict::Take, |seconds| Verdict::KeepUntil(until(seconds)));
        }
    };
    Verdict::Keep(kept)
}

/// Which of the versions are among the first `count` of an order; those without a number to be ranked by come last.
fn top(versions: &[Facts], count: u64, order: &dyn Fn(&Facts, &Facts) -> Ordering) -> Vec<bool> {
    let mut places: Vec<usize> = (0..versions.len()).collect();
    places.sort_unstable_by(|one, other| order(&versions[*one], &versions[*other]));
    let mut is_in = vec![false; versions.len()];
    for at in places.into_iter().take(usize::try_from(count).unwrap_or(usize::MAX)) {
        is_in[at] = true;
    }
    is_in
}

/// Best first; of equals the newer is the better, so that a later run that did as well is kept.
fn rank(one: &Facts, other: &Facts, largest: bool) -> Ordering {
    let by_number = match (one.number, other.number) {
        (Some(one), Some(other)) if largest => other.total_cmp(&one),
        (Some(one), Some(other)) => one.total_cmp(&other),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    by_number.then(other.index.cmp(&one.index))
}
