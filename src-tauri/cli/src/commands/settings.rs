//! The team's settings.

use cairn_api::call::{retention_carry_out, retention_plan, store_info, store_settings};
use cairn_api::types::{CarryOutRequest, Empty, Outcome, RetentionAct};
use clap::{Args, Subcommand};
use serde::Serialize;

use crate::context::Context;
use crate::plan;
use crate::stop::{Done, Stop, refuse};

#[derive(Debug, Subcommand)]
pub(crate) enum SettingsAction {
    /// Show the settings
    Get,
    /// Change settings, as KEY VALUE or KEY=VALUE
    Set(SetArgs),
}

#[derive(Debug, Args)]
pub(crate) struct SetArgs {
    /// default-ttl (90d or none), trash-days (1 to 365), ttl-setters (admins or members)
    #[arg(value_name = "KEY VALUE", allow_negative_numbers = true)]
    words: Vec<String>,
    /// How long versions are kept that inherit: 90d, or none
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    default_ttl: Option<String>,
    /// Days that a deleted version stays in the trash, 1 to 365
    #[arg(long, value_name = "DAYS", allow_hyphen_values = true)]
    trash_days: Option<String>,
    /// Who may set a TTL: admins, or members for administrators and members
    #[arg(long, value_name = "WHO")]
    ttl_setters: Option<String>,
    /// Say what it would do and change nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    default_ttl: &'a str,
    default_ttl_seconds: Option<i64>,
    trash_days: u32,
    ttl_setters: &'a str,
}

/// Shows and changes the settings.
pub(crate) fn run(cx: &mut Context, action: SettingsAction) -> Done {
    match action {
        SettingsAction::Get => get(cx),
        SettingsAction::Set(args) => set(cx, args),
    }
}

fn get(cx: &mut Context) -> Done {
    let settings = store_settings(cx.host.as_ref(), Empty {})?;
    let seconds = store_info(cx.host.as_ref(), Empty {})?.default_ttl_seconds;
    let setters = settings.ttl_setters.as_deref().unwrap_or("members");
    if cx.out.json {
        return cx.out.document(&Document {
            default_ttl: &settings.default_ttl,
            default_ttl_seconds: seconds,
            trash_days: settings.trash_days,
            ttl_setters: setters,
        });
    }
    cx.out.fact("default-ttl", &settings.default_ttl)?;
    cx.out.fact("trash-days", &settings.trash_days.to_string())?;
    cx.out.fact("ttl-setters", setters)
}

fn set(cx: &mut Context, args: SetArgs) -> Done {
    let dry_run = args.dry_run;
    let act = act(args)?;
    let host = cx.host.clone();
    if dry_run {
        let plan = retention_plan(host.as_ref(), act)?;
        let now = cx.store()?.now();
        return plan::show(&mut cx.out, &plan, now);
    }
    let request = CarryOutRequest { act, stamp: None };
    let outcome: Outcome = cx.job(|| retention_carry_out(host.as_ref(), request))?;
    cx.out.outcome(None, outcome)
}

fn act(args: SetArgs) -> Done<RetentionAct> {
    let (mut default_ttl, mut ttl_setters) = (args.default_ttl, args.ttl_setters);
    let mut trash_days = args.trash_days;
    let mut words = args.words.into_iter();
    while let Some(word) = words.next() {
        let (key, value) = if let Some((key, value)) = word.split_once('=') {
            (key.to_owned(), value.to_owned())
        } else {
            let value = words.next().ok_or_else(|| unknown(format!("{word:?} has no value")))?;
            (word, value)
        };
        match key.replace('_', "-").as_str() {
            "default-ttl" => default_ttl = Some(value),
            "trash-days" => trash_days = Some(value),
            "ttl-setters" => ttl_setters = Some(value),
            _ => return Err(unknown(format!("There is no setting {key:?}"))),
        }
    }
    if default_ttl.is_none() && trash_days.is_none() && ttl_setters.is_none() {
        return Err(unknown("Nothing is to be set".into()));
    }
    let trash_days = trash_days.map(|text| days(&text)).transpose()?;
    Ok(RetentionAct::Settings { default_ttl, trash_days, ttl_setters })
}

fn days(text: &str) -> Done<u32> {
    text.trim().parse().map_err(|_| {
        let message = format!("{text:?} days in the trash are not possible");
        refuse("request-invalid", message, "Give a whole number of days, 1 to 365.")
    })
}

fn unknown(message: String) -> Stop {
    refuse(
        "request-invalid",
        message,
        "Settings are default-ttl, trash-days and ttl-setters, each with a value.",
    )
}
