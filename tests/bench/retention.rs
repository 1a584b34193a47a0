//! Plans and mass edits in a store whose versions have bytes of their own: what `scale retention` asks.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use cairn_api::host::Host as _;
use cairn_engine::CancelToken;
use cairn_engine::clock::FixedClock;
use cairn_engine::history::Actor;
use cairn_engine::manifest::Entry;
use cairn_engine::model::{Digest, Md5, RelPath};
use cairn_engine::retention::sweeping_actor;
use cairn_engine::scale::{Made, MadeRun};
use cairn_engine::store::{OpenMode, Store};
use cairn_tests::TestHost;
use serde_json::{Value, json};

use super::{NOW, PROJECT, call, measure, only, tell};

/// Blobs that a version has for itself; one more it shares with the version before.
const OWN: u64 = 5;
/// Collections among which the odd versions are spread; the even ones are a line.
const SPREAD: u64 = 51;

/// A blob that nobody has the bytes of.
fn blob(number: u64) -> (Digest, Md5, u64) {
    let text = number.to_le_bytes();
    (Digest::of(&text), Md5::of(&text), 1 + number % 100_000)
}

fn entry(path: u64, number: u64) -> Entry {
    let (sha256, md5, size) = blob(number);
    Entry::blob(RelPath::parse(&format!("f{path}")).unwrap(), sha256, md5, size)
}

/// Makes the store.
pub(crate) fn make(store: &Path, versions: u64) {
    let host = TestHost::open(store);
    let (store, actor) = (host.store().unwrap(), Actor::owner("me", "bench"));
    let begun = Instant::now();
    store.create_project(&actor, PROJECT, "").unwrap();
    store.make_blobs_of(&mut (0..=versions * OWN).map(blob)).unwrap();
    tell("make blobs", json!({"seconds": begun.elapsed().as_secs_f64(), "count": versions * OWN}));
    let mut all = (0..versions).map(|n| Made {
        name: if n % 2 == 0 { "line".into() } else { format!("set-{:02}", n % SPREAD) },
        artifact_type: "dataset".into(),
        entries: (0..=OWN).map(|at| entry(at, n * OWN + at)).collect(),
        aliases: if n % 1000 == 0 { vec![format!("release-{n}")] } else { Vec::new() },
        tag: None,
        metadata: format!("{{\"acc\":{}}}", (n * 7919 % 1_000_000) as f64 / 1e6),
        ttl: None,
        at: NOW - ((versions - n) * 60_000) as i64,
    });
    store.make_versions_of(&actor, PROJECT, &mut all).unwrap();
    let line = store.version_ids(&format!("{PROJECT}/line")).unwrap();
    let mut runs = (0..versions / 50).map(|n| MadeRun {
        name: format!("step {n}"),
        job_type: "train".into(),
        inputs: (0..3).map(|at| line[((n * 17 + at * 5) % line.len() as u64) as usize]).collect(),
        outputs: vec![line[((n * 17 + 40) % line.len() as u64) as usize]],
        at: NOW,
    });
    store.make_runs_of(&actor, PROJECT, &mut runs).unwrap();
    tell("make versions", json!({"seconds": begun.elapsed().as_secs_f64(), "count": versions}));
}

fn delete(selection: &Value) -> Value {
    json!({"kind": "delete", "selection": selection, "delete_aliases": true, "now": false})
}

fn ttl(selection: &Value, value: &str) -> Value {
    json!({"kind": "ttl", "selection": selection, "ttl": value, "up": false, "down": false, "depth": null, "except": []})
}

/// Carries an act out as the window does: a job.
fn carry_out(host: &TestHost, what: &str, act: &Value) {
    let stamp = call(host, "retention.plan", act)["stamp"].clone();
    let begun = Instant::now();
    let started = call(host, "retention.carry_out", &json!({"act": act, "stamp": stamp}));
    let ended = host.jobs().wait(started["job"].as_u64().unwrap(), &mut |_| ()).unwrap();
    assert!(ended.error.is_none(), "{what}: {:?}", ended.error);
    let spent = begun.elapsed().as_secs_f64() * 1000.0;
    tell(what, json!({"first_ms": spent, "p50_ms": spent, "p99_ms": spent, "times": 1}));
}

/// Asks for plans and does what they say. The store is as before afterwards, but for its history.
pub(crate) fn ask(host: &TestHost) {
    storage(host);
    let range = |n: u64| only(&format!("v{}..v{}", n * 20_000, n * 20_000 + 9_999));
    measure(host, "plan to delete 10,000 versions of a line", "retention.plan", 5, &mut |n| {
        delete(&range(n))
    });
    measure(host, "plan to delete 10,000 versions from all over the store", "retention.plan", 3, &mut |n| {
        let collection = format!("{PROJECT}/set-{:02}", 2 * n + 1);
        delete(&json!({"kind": "filter", "collection": collection, "filter": null, "except": []}))
    });
    measure(host, "plan a TTL of 10,000 versions", "retention.plan", 3, &mut |n| ttl(&range(n), "5000d"));
    let rule = json!({"last": 100, "best": {"count": 10, "key": "acc", "largest": true}, "aliased": true, "linked": false, "used": true, "younger": "30d"});
    measure(
        host,
        "plan a rule for 10,000 versions",
        "rule.plan",
        3,
        &mut |n| json!({"target": format!("{PROJECT}/set-{:02}", 2 * n + 1), "rule": rule}),
    );
    let many = only("v100000..v199999");
    carry_out(host, "TTL of 100,000 versions, as a job", &ttl(&many, "5000d"));
    measure(host, "take the TTL back", "history.undo", 1, &mut |_| json!({"operation": null}));
    measure(host, "plan to delete 100,000 versions", "retention.plan", 1, &mut |_| delete(&many));
    carry_out(host, "delete 100,000 versions, as a job", &delete(&many));
    measure(host, "restore 100,000 versions", "trash.restore", 1, &mut |_| json!({"selection": many}));
    measure(host, "take the restore back", "history.undo", 1, &mut |_| json!({"operation": null}));
    measure(host, "take the delete back", "history.undo", 1, &mut |n| {
        let rows = call(host, "history.list", &json!({"subject": null, "before": null, "count": 10}));
        let all = rows["rows"].as_array().unwrap();
        let delete = all.iter().find(|row| row["kind"] == "delete").unwrap();
        json!({"operation": delete["id"].as_i64().unwrap() + n as i64})
    });
    expire(host, &many);
}

/// Where the bytes are; each question for the first time, since the answer is kept until the store changes.
fn storage(host: &TestHost) {
    let ask = |by: &str, within: Option<&str>| json!({"by": by, "within": within, "limit": 1000});
    measure(host, "storage by project", "storage.show", 1, &mut |_| ask("project", None));
    let groups = call(host, "storage.show", &ask("project", None))["groups"].take();
    let project = groups[0]["address"].as_str().unwrap();
    for (by, within) in [
        ("type", project.to_owned()),
        ("collection", format!("{project}/dataset")),
        ("version", format!("{project}/set-01")),
    ] {
        let what = format!("storage by {by}");
        measure(host, &what, "storage.show", 1, &mut |_| ask(by, Some(&within)));
        measure(host, &format!("{what}, again"), "storage.show", 10, &mut |_| ask(by, Some(&within)));
    }
    measure(host, "growth of 90 days", "storage.growth", 1, &mut |_| json!({"days": 90}));
    measure(host, "what expires in 30 days", "storage.expiring", 1, &mut |_| json!({"days": 30}));
}

/// Lets 100,000 versions expire while somebody reads lists.
fn expire(host: &TestHost, many: &Value) {
    carry_out(host, "TTL of 100,000 versions, once more", &ttl(many, "5000d"));
    let root = host.store().unwrap().root().to_owned();
    // All that has this TTL was made before NOW; nothing else has one.
    let clock = Arc::new(FixedClock::new(NOW + 5_001 * 86_400_000));
    let store = Store::open(&root, OpenMode::Existing, "me", clock).unwrap();
    let sweeper = store.sweeper(CancelToken::new()).unwrap();
    let done = AtomicBool::new(false);
    let (spent, expired, mut waits) = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut waits = Vec::new();
            while !done.load(Ordering::Relaxed) {
                let begun = Instant::now();
                call(host, "version.page", &newest());
                waits.push(begun.elapsed().as_secs_f64() * 1000.0);
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            waits
        });
        let begun = Instant::now();
        let expired = store.expire_due(&sweeper, &sweeping_actor()).unwrap();
        let spent = begun.elapsed().as_secs_f64() * 1000.0;
        done.store(true, Ordering::Relaxed);
        (spent, expired, reader.join().unwrap())
    });
    assert_eq!(expired.versions, 100_000);
    tell(
        "expiry of 100,000 versions",
        json!({"first_ms": spent, "p50_ms": spent, "p99_ms": spent, "times": 1}),
    );
    waits.sort_by(f64::total_cmp);
    let at = |part: f64| waits[((waits.len() - 1) as f64 * part) as usize];
    tell(
        "a reader's page meanwhile",
        json!({"first_ms": at(1.0), "p50_ms": at(0.5), "p99_ms": at(0.99), "times": waits.len()}),
    );
    for _ in 0..expired.operations {
        call(host, "history.undo", &json!({"operation": null}));
    }
    // What comes back from its expiry has none.
    carry_out(host, "TTL of 100,000 versions, back to the default", &ttl(many, "inherit"));
}

fn newest() -> Value {
    json!({
        "collection": format!("{PROJECT}/set-01"), "filter": null, "metadata": [], "sort": null,
        "rows": {"start": 0, "count": 100},
    })
}
