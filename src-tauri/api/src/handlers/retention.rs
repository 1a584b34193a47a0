//! What goes and when: plans, and carrying them out.

use cairn_engine::Result;
use cairn_engine::history::Role;
use cairn_engine::model::VersionId;
use cairn_engine::progress::Monitor;
use cairn_engine::retention::rules::{self, Best, Rule};
use cairn_engine::retention::{Act, Along, Plan, SettingsChange, TtlAct, TtlSetters};
use cairn_engine::store::Store;

use super::{Answer, answer};
use crate::convert::{outcome, selection};
use crate::host::Host;
use crate::jobs;
use crate::types::{
    BestSpec, CarryOutRequest, Empty, JobStarted, KeptCount, Outcome, RetentionAct, RetentionPlan,
    RetentionRow, RetentionRule, RulePlan, RulePlanRequest, RuleRequest, RuleSetRequest, RuleSpec, Sweep,
};

/// What an act would do.
pub fn retention_plan(host: &dyn Host, request: RetentionAct) -> Answer<RetentionPlan> {
    answer(|| {
        // The team's settings are for administrators to see.
        if matches!(request, RetentionAct::Settings { .. }) {
            host.actor().permit(Role::Admin)?;
        }
        let store = host.store()?;
        store.plan(&act(&store, request)?).map(plan)
    })
}

/// Does what was planned, as a job that answers an [`Outcome`].
pub fn retention_carry_out(host: &dyn Host, request: CarryOutRequest) -> Answer<JobStarted> {
    answer(|| {
        let (store, actor) = (host.store()?, host.actor());
        let (kind, title) = title(&request.act);
        let act = act(&store, request.act)?;
        // What the role doesn't allow is told now, not by a job that fails.
        actor.permit(act.role())?;
        let stamp = request.stamp;
        let job = host.jobs().start(kind, title.into(), move |monitor| {
            let done = store.carry_out(&actor, &act, stamp.as_deref(), monitor)?;
            jobs::Answer::of(&outcome(done), None)
        })?;
        Ok(JobStarted { job })
    })
}

fn title(act: &RetentionAct) -> (&'static str, &'static str) {
    match act {
        RetentionAct::Delete { .. } => ("delete", "Deleting versions"),
        RetentionAct::Empty { .. } => ("empty", "Emptying the trash"),
        RetentionAct::Ttl { .. } => ("ttl", "Setting the time to live"),
        RetentionAct::Settings { .. } => ("settings", "Changing the settings of the store"),
    }
}

fn act(store: &Store, request: RetentionAct) -> Result<Act> {
    Ok(match request {
        RetentionAct::Delete { selection: versions, delete_aliases, now } => {
            Act::Delete { selection: selection(store, versions)?, delete_aliases, now }
        }
        RetentionAct::Empty { selection: versions } => {
            Act::Empty { selection: versions.map(|versions| selection(store, versions)).transpose()? }
        }
        RetentionAct::Ttl { selection: versions, ttl, up, down, depth, except } => Act::Ttl(TtlAct {
            selection: selection(store, versions)?,
            ttl,
            along: Along { up, down, depth },
            except: except.into_iter().map(VersionId::new).collect(),
        }),
        RetentionAct::Settings { default_ttl, trash_days, ttl_setters } => Act::Settings(SettingsChange {
            default_ttl,
            trash_days,
            ttl_setters: ttl_setters.as_deref().map(TtlSetters::parse).transpose()?,
        }),
    })
}

fn plan(plan: Plan) -> RetentionPlan {
    let rows = plan.rows.into_iter().map(|row| RetentionRow {
        id: row.id.get(),
        address: row.address,
        index: row.index,
        created_at: row.created_at,
        size: row.size,
        ttl_before: row.ttl_before,
        ttl_after: row.ttl_after,
        expires_before: row.expires_before,
        expires_after: row.expires_after,
        goes: row.goes,
        locked: row.locked,
        distance: row.distance,
    });
    RetentionPlan {
        act: plan.act.to_owned(),
        versions: plan.versions,
        for_good: plan.for_good,
        changing: plan.changing,
        unchanged: plan.unchanged,
        locked: plan.locked,
        leaving: plan.leaving,
        leaving_bytes: plan.leaving_bytes,
        rows: rows.collect(),
        aliases: plan.lost.aliases,
        alias_count: plan.lost.alias_count,
        links: plan.lost.links,
        link_count: plan.lost.link_count,
        runs: plan.lost.runs,
        downstream: plan.lost.downstream,
        downstream_count: plan.lost.downstream_count,
        logical_bytes: plan.bytes.logical,
        freed_bytes: plan.bytes.freed,
        freed_with_trash_bytes: plan.bytes.freed_with_trash,
        shared_bytes: plan.bytes.shared,
        freed_blobs: plan.bytes.blobs,
        purge_at: plan.dates.purge_at,
        freed_at: plan.dates.freed_at,
        shared_with: plan.sharers.collections,
        shared_with_all: plan.sharers.complete,
        brakes: plan.brakes,
        warnings: plan.warnings,
        warning_count: plan.warning_count,
        stamp: plan.stamp,
    }
}

/// Rules in force.
pub fn rule_list(host: &dyn Host, _: Empty) -> Answer<Vec<RetentionRule>> {
    answer(|| {
        let rules = host.store()?.rules()?.into_iter().map(|text| RetentionRule {
            id: text.id.get(),
            target: text.address,
            words: text.rule.words(),
            rule: spec(text.rule),
            created_at: text.created_at,
        });
        Ok(rules.collect())
    })
}

/// What a rule would do.
pub fn rule_plan(host: &dyn Host, request: RulePlanRequest) -> Answer<RulePlan> {
    answer(|| {
        let store = host.store()?;
        let target = store.rule_target(&request.target)?;
        let wanted = match request.rule {
            Some(spec) => rule(spec)?,
            None => store.rule(target)?,
        };
        let found = store.plan_rule(target, Some(&wanted))?;
        let sweep = |sweep: rules::Sweep| Sweep {
            at: sweep.at,
            versions: sweep.versions,
            bytes: sweep.bytes,
            freed: sweep.freed,
        };
        let kept = |(reason, versions): (&str, u64)| KeptCount { reason: reason.to_owned(), versions };
        Ok(RulePlan {
            words: wanted.words(),
            plan: plan(found.plan),
            timeline: found.timeline.into_iter().map(sweep).collect(),
            kept: found.kept.into_iter().map(kept).collect(),
            unranked: found.unranked,
        })
    })
}

/// Sets a rule.
pub fn rule_set(host: &dyn Host, request: RuleSetRequest) -> Answer<Outcome> {
    answer(|| {
        let store = host.store()?;
        let act = Act::Rule { target: store.rule_target(&request.target)?, rule: Some(rule(request.rule)?) };
        store.carry_out(&host.actor(), &act, request.stamp.as_deref(), &Monitor::silent()).map(outcome)
    })
}

/// Takes a rule away.
pub fn rule_remove(host: &dyn Host, request: RuleRequest) -> Answer<Outcome> {
    answer(|| {
        let store = host.store()?;
        store.remove_rule(&host.actor(), store.rule_target(&request.target)?).map(outcome)
    })
}

fn rule(spec: RuleSpec) -> Result<Rule> {
    let best = spec.best.map(|best| Best { count: best.count, key: best.key, largest: best.largest });
    let younger = spec.younger.as_deref().map(rules::age).transpose()?;
    let rule =
        Rule { last: spec.last, best, aliased: spec.aliased, linked: spec.linked, used: spec.used, younger };
    rule.check().map(|()| rule)
}

fn spec(rule: Rule) -> RuleSpec {
    let best = rule.best.map(|best| BestSpec { count: best.count, key: best.key, largest: best.largest });
    RuleSpec {
        last: rule.last,
        best,
        aliased: rule.aliased,
        linked: rule.linked,
        used: rule.used,
        younger: rule.younger.map(super::host::duration),
    }
}
