//! Time to live, and rules of retention.

use cairn_api::call::{retention_carry_out, retention_plan, rule_list, rule_plan, rule_remove, rule_set};
use cairn_api::types::{
    BestSpec, CarryOutRequest, Empty, Outcome, RetentionAct, RetentionRule, RulePlan, RulePlanRequest,
    RuleRequest, RuleSetRequest, RuleSpec, Selection, Sweep,
};
use clap::{Args, Subcommand};
use serde::Serialize;

use crate::context::{Context, Found};
use crate::plan::{self, Plan};
use crate::stop::{Done, refuse};
use crate::table::List;
use crate::text::{count, plain, relative, rfc3339, size};

#[derive(Debug, Args)]
pub(crate) struct TtlArgs {
    /// Addresses of versions, then 30d, 12h, 2w, 2026-12-31, none or inherit
    #[arg(value_name = "ADDRESS… VALUE", required = true, num_args = 2..)]
    words: Vec<String>,
    /// Also what they were made from
    #[arg(long)]
    upstream: bool,
    /// Also what was made from them
    #[arg(long)]
    downstream: bool,
    /// At most so many steps along the lineage
    #[arg(long, value_name = "N")]
    depth: Option<u32>,
    /// Leave this version out; again for more
    #[arg(long, value_name = "ADDRESS")]
    except: Vec<String>,
    /// Say what it would do and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Sets a TTL.
pub(crate) fn ttl(cx: &mut Context, args: TtlArgs) -> Done {
    if args.depth.is_some() && !args.upstream && !args.downstream {
        let hint = "Add --upstream, --downstream or both.";
        return Err(refuse("request-invalid", "A depth is counted along the lineage", hint));
    }
    let mut words = args.words;
    let value = words.pop().unwrap_or_default();
    let versions = find(cx, &words)?;
    let act = RetentionAct::Ttl {
        selection: all(&versions),
        ttl: value,
        up: args.upstream,
        down: args.downstream,
        depth: args.depth,
        except: find(cx, &args.except)?.iter().map(|version| version.id).collect(),
    };
    let alone = !args.upstream && !args.downstream;
    let address = single(versions).filter(|_| alone);
    carry_out(cx, act, address, args.dry_run)
}

/// Shows the plan of an act, or does it.
pub(crate) fn carry_out(cx: &mut Context, act: RetentionAct, address: Option<String>, dry_run: bool) -> Done {
    let host = cx.host.clone();
    if dry_run {
        let plan = retention_plan(host.as_ref(), act)?;
        let now = cx.store()?.now();
        return plan::show(&mut cx.out, &plan, now);
    }
    let request = CarryOutRequest { act, stamp: None };
    let outcome: Outcome = cx.job(|| retention_carry_out(host.as_ref(), request))?;
    cx.out.outcome(address, outcome)
}

fn find(cx: &Context, addresses: &[String]) -> Done<Vec<Found>> {
    addresses.iter().map(|address| cx.version(address)).collect()
}

/// All of them.
pub(crate) fn all(versions: &[Found]) -> Selection {
    Selection::Versions { versions: versions.iter().map(|version| version.id).collect() }
}

/// The address, when it is only one.
pub(crate) fn single(mut versions: Vec<Found>) -> Option<String> {
    let last = versions.pop();
    last.filter(|_| versions.is_empty()).map(|version| version.address)
}

#[derive(Debug, Subcommand)]
pub(crate) enum RetentionAction {
    /// Set what of a collection, or of each collection of a project, is kept
    Set {
        /// Address of the collection or project
        target: String,
        #[command(flatten)]
        rule: RuleArgs,
        /// Say what it would do and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Show the rules in force, or that of a collection or project
    #[command(alias = "ls")]
    Show {
        /// Address of the collection or project
        target: Option<String>,
    },
    /// Take a rule away
    Rm {
        /// Address of the collection or project
        target: String,
    },
    /// Show what a rule would take, sweep by sweep: the one in force, or the one given
    Plan {
        /// Address of the collection or project
        target: String,
        #[command(flatten)]
        rule: RuleArgs,
    },
}

/// Reasons to keep a version; one is enough.
#[derive(Debug, Args)]
pub(crate) struct RuleArgs {
    /// Keep the last N
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    keep_last: Option<String>,
    /// Keep the best N by --max or --min
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    keep_best: Option<String>,
    /// The best have the largest number at this key of the metadata
    #[arg(long, value_name = "KEY", conflicts_with = "min")]
    max: Option<String>,
    /// The best have the smallest number at this key of the metadata
    #[arg(long, value_name = "KEY")]
    min: Option<String>,
    /// Keep what has an alias besides latest
    #[arg(long)]
    keep_aliased: bool,
    /// Keep what is linked in a registry
    #[arg(long)]
    keep_linked: bool,
    /// Keep what a run used
    #[arg(long)]
    keep_used: bool,
    /// Keep what is younger than this: 30d
    #[arg(long, value_name = "AGE", allow_hyphen_values = true)]
    keep_younger: Option<String>,
}

impl RuleArgs {
    fn is_given(&self) -> bool {
        self.keep_last.is_some()
            || self.keep_best.is_some()
            || self.max.is_some()
            || self.min.is_some()
            || self.keep_aliased
            || self.keep_linked
            || self.keep_used
            || self.keep_younger.is_some()
    }

    fn spec(self) -> Done<RuleSpec> {
        let largest = self.max.is_some();
        let best = match (self.keep_best, self.max.or(self.min)) {
            (Some(count), Some(key)) => Some(BestSpec { count: number(&count)?, key, largest }),
            (None, None) => None,
            _ => {
                let hint = "Write --keep-best 3 --max val.accuracy, or --min.";
                return Err(refuse("request-invalid", "The best are so many by a key of the metadata", hint));
            }
        };
        Ok(RuleSpec {
            last: self.keep_last.as_deref().map(number).transpose()?,
            best,
            aliased: self.keep_aliased,
            linked: self.keep_linked,
            used: self.keep_used,
            younger: self.keep_younger,
        })
    }
}

fn number(text: &str) -> Done<u64> {
    text.parse().map_err(|_| {
        let message = format!("{text:?} versions can't be kept");
        refuse("request-invalid", message, "Give a whole number above 0.")
    })
}

/// The document of a rule.
#[derive(Serialize)]
struct Listed<'a> {
    address: &'a str,
    id: i64,
    rule: &'a RuleSpec,
    words: &'a str,
    created_at: String,
}

impl<'a> Listed<'a> {
    fn new(rule: &'a RetentionRule) -> Self {
        let created_at = rfc3339(rule.created_at);
        Self { address: &rule.target, id: rule.id, rule: &rule.rule, words: &rule.words, created_at }
    }
}

/// The document of a rule's plan.
#[derive(Serialize)]
struct Planned<'a> {
    address: &'a str,
    words: &'a str,
    #[serde(flatten)]
    plan: Plan<'a>,
    timeline: Vec<Swept>,
    kept: serde_json::Map<String, serde_json::Value>,
    unranked: u64,
}

#[derive(Serialize)]
struct Swept {
    at: String,
    versions: u64,
    bytes: u64,
    freed: Option<u64>,
}

impl Swept {
    fn new(sweep: &Sweep) -> Self {
        Self { at: rfc3339(sweep.at), versions: sweep.versions, bytes: sweep.bytes, freed: sweep.freed }
    }
}

/// Sets, shows, removes and plans rules.
pub(crate) fn rules(cx: &mut Context, action: RetentionAction) -> Done {
    match action {
        RetentionAction::Set { target, rule, dry_run: true } => {
            let rule = rule.spec()?;
            show_plan(cx, &target, Some(rule))
        }
        RetentionAction::Set { target, rule, dry_run: false } => {
            let target = address(cx, &target);
            let request = RuleSetRequest { target: target.clone(), rule: rule.spec()?, stamp: None };
            let outcome = rule_set(cx.host.as_ref(), request)?;
            cx.out.outcome(Some(target), outcome)
        }
        RetentionAction::Show { target } => show(cx, target.as_deref()),
        RetentionAction::Rm { target } => {
            let target = address(cx, &target);
            let outcome = rule_remove(cx.host.as_ref(), RuleRequest { target: target.clone() })?;
            cx.out.outcome(Some(target), outcome)
        }
        RetentionAction::Plan { target, rule } => {
            let rule = if rule.is_given() { Some(rule.spec()?) } else { None };
            show_plan(cx, &target, rule)
        }
    }
}

/// The address as the API wants it: what names no project lies in that of `--project`, unless it is a project itself.
fn address(cx: &Context, text: &str) -> String {
    let full = cx.address(text);
    match cx.store() {
        Ok(store) if full != text && store.rule_target(&full).is_err() => text.to_owned(),
        _ => full,
    }
}

fn show(cx: &mut Context, target: Option<&str>) -> Done {
    let (mut rules, now) = (rule_list(cx.host.as_ref(), Empty {})?, cx.store()?.now());
    if let Some(text) = target {
        let target = cx.store()?.rule_target(&address(cx, text))?;
        cx.store()?.rule(target)?; // says that there is none
        let texts = cx.store()?.rules()?;
        let wanted = texts.iter().find(|text| text.target == target).map(|text| text.id.get());
        rules.retain(|rule| Some(rule.id) == wanted);
        if let (true, Some(rule)) = (cx.out.json, rules.first()) {
            return cx.out.document(&Listed::new(rule));
        }
    }
    let mut list = List::new(&mut cx.out, &["OF", "RULE", "SET"]);
    for rule in &rules {
        list.row(&Listed::new(rule), || {
            vec![rule.target.clone(), rule.words.clone(), relative(rule.created_at, now)]
        })?;
    }
    list.end("There are no retention rules.")
}

fn show_plan(cx: &mut Context, target: &str, rule: Option<RuleSpec>) -> Done {
    let target = address(cx, target);
    let found = rule_plan(cx.host.as_ref(), RulePlanRequest { target: target.clone(), rule })?;
    if cx.out.json {
        let kept = found.kept.iter().map(|kept| (kept.reason.clone(), kept.versions.into())).collect();
        return cx.out.document(&Planned {
            address: &target,
            words: &found.words,
            plan: Plan::new(&found.plan),
            timeline: found.timeline.iter().map(Swept::new).collect(),
            kept,
            unranked: found.unranked,
        });
    }
    show_words(cx, &found)
}

fn show_words(cx: &mut Context, found: &RulePlan) -> Done {
    let now = cx.store()?.now();
    cx.out.fact("Rule", &found.words)?;
    for kept in &found.kept {
        cx.out.fact("Kept", &format!("{} ({})", count(kept.versions, "version", "versions"), kept.reason))?;
    }
    plan::words(&mut cx.out, &found.plan, now)?;
    for sweep in &found.timeline {
        let when = if sweep.at <= now { "at the next sweep".to_owned() } else { relative(sweep.at, now) };
        let freed = sweep.freed.map_or_else(String::new, |freed| format!(", frees {}", size(freed)));
        let versions = count(sweep.versions, "version", "versions");
        cx.out.line(&plain(&format!("  {when}: {versions}, {}{freed}", size(sweep.bytes))))?;
    }
    Ok(())
}
