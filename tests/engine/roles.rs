//! Who may do what: keys, roles, and the one gate of every mutation.

use cairn_engine::Code;
use cairn_engine::catalog::{EdgeKind, RunName, RunSpec, Selection};
use cairn_engine::fs::CancelToken;
use cairn_engine::history::{Actor, Role};
use cairn_engine::ingest::{LogReport, LogSpec};
use cairn_engine::progress::Monitor;
use cairn_engine::retention::rules::Rule;
use cairn_engine::retention::{Act, Along, CollectOptions, Restore, SettingsChange, TtlAct, TtlSetters};
use cairn_engine::{Error, Result};
use cairn_tests::world::assert_refused;
use cairn_tests::{World, facts, log_spec};

fn actor(role: Role) -> Actor {
    Actor { name: "eve".into(), origin: "browser".into(), role }
}

fn only(report: &LogReport) -> Selection {
    Selection::Versions(vec![report.version])
}

/// A mutation and whether administrators alone may do it.
type Mutation = (&'static str, bool, Box<dyn Fn(&World, &Actor) -> Result<()>>);

/// Every mutation of the engine, each such that its owner can do it in [`prepared`].
fn mutations() -> Vec<Mutation> {
    fn of<T>(
        name: &'static str,
        admin: bool,
        work: impl Fn(&World, &Actor) -> Result<T> + 'static,
    ) -> Mutation {
        (name, admin, Box::new(move |world, actor| work(world, actor).map(|_| ())))
    }
    let version = |world: &World, name: &str| {
        Selection::Versions(vec![world.store.resolve_version(name).unwrap().1.id])
    };
    let run = || RunName { text: "#1", project: None };
    let keep = || Rule { last: Some(3), ..Rule::default() };
    vec![
        of("log", false, |w, a| {
            let source = w.tree("more").file("f", b"more");
            let sources = [cairn_engine::ingest::LogSource { path: source.path().to_owned(), name: None }];
            w.store.log(a, &sources, &Default::default(), &log_spec("more"), &Monitor::silent())
        }),
        of("create_project", false, |w, a| w.store.create_project(a, "new", "")),
        of("rename_project", false, |w, a| w.store.rename_project(a, "other", "renamed")),
        of("delete_project", false, |w, a| w.store.delete_project(a, "other")),
        of("create_collection", false, |w, a| w.store.create_collection(a, None, "c", "dataset", "")),
        of("rename_collection", false, |w, a| w.store.rename_collection(a, "data", "d2")),
        of("describe_collection", false, |w, a| w.store.describe_collection(a, "data", "x")),
        of("delete_collection", false, |w, a| w.store.delete_collection(a, "data")),
        of("add_alias", false, |w, a| w.store.add_alias(a, "data:v0", "prod")),
        of("remove_alias", false, |w, a| w.store.remove_alias(a, "data:v1", "best")),
        of("set_aliases", false, |w, a| w.store.set_aliases(a, "data:v0", &["prod".into()])),
        of("edit_tags", false, move |w, a| w.store.edit_tags(a, &version(w, "data:v0"), &["t".into()], &[])),
        of("describe_version", false, |w, a| w.store.describe_version(a, "data:v0", "x")),
        of("replace_metadata", false, |w, a| w.store.replace_metadata(a, "data:v0", "{\"a\":1}")),
        of("set_metadata", false, move |w, a| {
            w.store.set_metadata(a, &version(w, "data:v0"), "a", Some("2"))
        }),
        of("set_ttl", false, move |w, a| w.store.set_ttl(a, &version(w, "data:v0"), "300d")),
        of("delete_versions", false, move |w, a| w.store.delete_versions(a, &version(w, "data:v0"), true)),
        of("restore", false, move |w, a| {
            let gone = Selection::Versions(vec![w.store.resolve_version("data:v2").unwrap().1.id]);
            w.store.restore(a, &gone, Restore::default(), &Monitor::silent())
        }),
        of("start_run", false, |w, a| {
            w.store.start_run(a, &RunSpec { name: "r".into(), ..RunSpec::default() })
        }),
        of("finish_run", false, move |w, a| {
            w.store.finish_run(a, &run(), "failed", None, &CancelToken::new())
        }),
        of("edit_run", false, move |w, a| {
            let change = cairn_engine::catalog::RunChange { name: Some("x".into()), ..Default::default() };
            w.store.edit_run(a, &run(), &change)
        }),
        of("delete_run", false, move |w, a| w.store.delete_run(a, &run())),
        of("set_edges", false, move |w, a| {
            w.store.set_edges(a, &run(), EdgeKind::Used, &["data:v0".into()], None, false)
        }),
        of("undo", false, |w, a| w.store.undo(a, None)),
        of("sample", false, |w, a| w.store.make_sample(a, &w.path("scratch"), &Monitor::silent())),
        of("apply_retention", false, |w, a| {
            let rule = w.store.rules()?[0].id;
            w.store.apply_retention(a, rule, &Monitor::silent())
        }),
        of("empty_trash", true, move |w, a| {
            let gone = Selection::Versions(vec![w.store.resolve_version("data:v2").unwrap().1.id]);
            w.store.empty_trash(a, &gone)
        }),
        of("delete_now", true, move |w, a| {
            let selection = version(w, "data:v0");
            let act = Act::Delete { selection, delete_aliases: true, now: true };
            w.store.carry_out(a, &act, None, &Monitor::silent())
        }),
        of("collect", true, |w, a| {
            let sweeper = w.store.sweeper(CancelToken::new())?;
            w.store.collect(&sweeper, a, &CollectOptions::default(), &Monitor::silent())
        }),
        of("configure", true, |w, a| w.store.configure(a, "900d", 9)),
        of("settings", true, |w, a| {
            let change = SettingsChange { ttl_setters: Some(TtlSetters::Admins), ..Default::default() };
            w.store.carry_out(a, &Act::Settings(change), None, &Monitor::silent())
        }),
        of("set_rule", true, move |w, a| {
            let target = w.store.rule_target("data")?;
            w.store.set_rule(a, target, &keep())
        }),
        of("remove_rule", true, |w, a| {
            let target = w.store.rule_target("uncategorized")?;
            w.store.remove_rule(a, target)
        }),
        of("add_key", true, |w, a| w.store.add_key(a, "new", Role::Viewer)),
        of("revoke_key", true, |w, a| w.store.revoke_key(a, "ci")),
        of("keys", true, |w, a| w.store.keys(a)),
    ]
}

/// A store in which each of the mutations can be done.
fn prepared() -> World {
    let world = World::new();
    let (store, owner) = (&world.store, &world.actor);
    for content in [b"0", b"1", b"2", b"3"] {
        world.clock.advance(1000);
        world.log("data", &[("f", content)]);
    }
    store.create_project(owner, "other", "").unwrap();
    store.add_key(owner, "ci", Role::Member).unwrap();
    let target = store.rule_target("uncategorized").unwrap();
    store.set_rule(owner, target, &Rule { last: Some(1), ..Rule::default() }).unwrap();
    let gone = Selection::Versions(vec![store.resolve_version("data:v2").unwrap().1.id]);
    store.delete_versions(owner, &gone, true).unwrap();
    store.add_alias(owner, "data:v1", "best").unwrap();
    world
}

#[test]
fn every_mutation_asks_for_its_role() {
    let world = prepared();
    let before = (facts(&world.store), world.store.revision().unwrap());
    for (name, admin_alone, work) in &mutations() {
        for role in [Role::Viewer, Role::Member] {
            if role == Role::Member && !admin_alone {
                continue;
            }
            let error = work(&world, &actor(role)).expect_err(name);
            assert_eq!(error.code(), Code::Forbidden, "{name} as {role:?}: {error}");
            assert!(
                error.message().contains(role.as_str()) && error.hint_text().is_some(),
                "{name}: {error}"
            );
        }
    }
    assert_eq!((facts(&world.store), world.store.revision().unwrap()), before, "a refusal changes nothing");
    // With the role that they need, each of them works: the refusals above were for the role and nothing else.
    for (name, admin_alone, work) in &mutations() {
        let role = if *admin_alone { Role::Admin } else { Role::Member };
        let world = prepared();
        work(&world, &actor(role)).unwrap_or_else(|error| panic!("{name} as {role:?}: {error}"));
    }
}

#[test]
fn an_undo_asks_for_the_role_of_what_it_takes_back() {
    let world = World::new();
    let (store, owner, member) = (&world.store, &world.actor, actor(Role::Member));
    let log = world.log("data", &[("f", b"a")]);
    for (name, work) in [
        (
            "settings",
            Box::new(|w: &World| w.store.configure(&w.actor, "900d", 9)) as Box<dyn Fn(&World) -> Result<_>>,
        ),
        ("key", Box::new(|w: &World| w.store.add_key(&w.actor, "ci", Role::Viewer).map(|made| made.outcome))),
        ("revoked key", Box::new(|w: &World| w.store.revoke_key(&w.actor, "ci"))),
        (
            "rule",
            Box::new(|w: &World| {
                let target = w.store.rule_target("data")?;
                w.store.set_rule(&w.actor, target, &Rule { last: Some(3), ..Rule::default() })
            }),
        ),
    ] {
        let done = work(&world).unwrap();
        let before = facts(store);
        assert_refused(store.undo(&member, done.operation), Code::Forbidden);
        assert_eq!(facts(store), before, "{name}");
        store.undo(owner, done.operation).unwrap();
        assert_refused(store.redo(&member, done.operation), Code::Forbidden);
        store.redo(owner, done.operation).unwrap();
    }
    store.set_ttl(&member, &only(&log), "900d").unwrap();
    admins_set_ttls(&world);
    let ttl = store.history(None, None, 50).unwrap().rows.into_iter().find(|row| row.row.kind == "ttl");
    assert_refused(store.undo(&member, ttl.map(|row| row.row.id)), Code::Forbidden);
}

fn admins_set_ttls(world: &World) {
    let change = SettingsChange { ttl_setters: Some(TtlSetters::Admins), ..SettingsChange::default() };
    world.store.carry_out(&world.actor, &Act::Settings(change), None, &Monitor::silent()).unwrap();
}

#[test]
fn a_ttl_is_refused_where_administrators_set_them() {
    let world = World::new();
    let (store, member, admin) = (&world.store, actor(Role::Member), actor(Role::Admin));
    let log = world.log("data", &[("f", b"a")]);
    store.set_ttl(&member, &only(&log), "300d").unwrap();
    admins_set_ttls(&world);
    let before = facts(store);
    let reason = |error: Error| assert!(error.message().contains("only administrators"), "{error}");
    reason(assert_refused(store.set_ttl(&member, &only(&log), "30d"), Code::Forbidden));
    let act = Act::Ttl(TtlAct {
        selection: only(&log),
        ttl: "30d".into(),
        along: Along { up: true, down: true, depth: None },
        except: Vec::new(),
    });
    reason(assert_refused(store.carry_out(&member, &act, None, &Monitor::silent()), Code::Forbidden));
    // Given with a log it is refused, too, never ignored: new content, and the content that is there.
    for content in [b"a", b"b"] {
        let source = world.tree("in").file("f", content);
        let sources = [cairn_engine::ingest::LogSource { path: source.path().to_owned(), name: None }];
        let spec = LogSpec { ttl: Some("30d".into()), ..log_spec("data") };
        let logged = store.log(&member, &sources, &Default::default(), &spec, &Monitor::silent());
        reason(assert_refused(logged, Code::Forbidden));
    }
    assert_eq!(facts(store), before);
    // Without a TTL a member logs as ever, and an administrator sets it.
    let source = world.tree("in2").file("f", b"b");
    let sources = [cairn_engine::ingest::LogSource { path: source.path().to_owned(), name: None }];
    store.log(&member, &sources, &Default::default(), &log_spec("data"), &Monitor::silent()).unwrap();
    store.set_ttl(&admin, &only(&log), "30d").unwrap();
}

#[test]
fn a_key_is_what_it_was_told_once() {
    let world = World::new();
    let (store, owner) = (&world.store, &world.actor);
    let made = store.add_key(owner, "ci", Role::Member).unwrap();
    assert_eq!(made.key.len(), 40, "the SDK takes nothing shorter");
    assert!(made.key.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let known = store.authenticate(&made.key).unwrap();
    assert_eq!((known.name.as_str(), known.role), ("ci", Role::Member));
    let near = [
        String::new(),
        made.key[..39].to_owned(),
        format!("{}0", made.key),
        format!("{} ", made.key),
        made.key.to_uppercase().replace(char::is_numeric, "A"),
        "0".repeat(40),
    ];
    for wrong in &near {
        assert_refused(store.authenticate(wrong), Code::Unauthorized);
    }
    assert_refused(store.add_key(owner, "ci", Role::Viewer), Code::Exists);
    store.revoke_key(owner, "ci").unwrap();
    assert_refused(store.authenticate(&made.key), Code::Unauthorized);
    assert_refused(store.add_key(owner, "ci", Role::Viewer), Code::Exists);
    store.undo(owner, None).unwrap();
    assert_eq!(store.authenticate(&made.key).unwrap().id, made.row.id);
    // Neither the history nor the database knows the key itself.
    let told = format!("{:?}", store.history(None, None, 100).unwrap());
    assert!(told.contains("Made the key ci") && !told.contains(&made.key));
    let key = made.key.clone();
    let world = world.reopen();
    for name in ["store.db", "store.db-wal"] {
        let bytes = std::fs::read(world.store.root().join(name)).unwrap_or_default();
        assert!(!bytes.windows(key.len()).any(|part| part == key.as_bytes()), "{name} holds the key");
    }
}

#[test]
fn names_of_keys() {
    let world = World::new();
    let long = "x".repeat(129);
    for bad in ["", " ", "a\nb", "\u{0}", "12", "-3", long.as_str()] {
        assert_refused(world.store.add_key(&world.actor, bad, Role::Viewer), Code::NameInvalid);
    }
    for good in ["größe <b>", "CI runner #2", "'; DROP TABLE api_key;--"] {
        let made = world.store.add_key(&world.actor, good, Role::Viewer).unwrap();
        assert_eq!(made.row.name, good);
        world.store.revoke_key(&world.actor, &made.row.id.to_string()).unwrap();
    }
    for missing in ["nobody", "99", "#99"] {
        assert_refused(world.store.revoke_key(&world.actor, missing), Code::NotFound);
    }
}
