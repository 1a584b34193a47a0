//! Rules of names, and group N of the attack list: each bad value with its code and a hint, nothing changed.

use cairn_engine::Code;
use cairn_engine::catalog::Selection;
use cairn_engine::ingest::LogSpec;
use cairn_tests::world::assert_refused;
use cairn_tests::{World, facts, log_spec};

const FILE: &[(&str, &[u8])] = &[("f", b"a")];

/// N1–N4, N6–N10, N12–N14 as an artifact's name.
const BAD_NAMES: [&str; 27] = [
    "",
    " ",
    "\t",
    ".",
    "..",
    "a/b",
    "a\\b",
    "a:v0",
    "a:latest",
    "a b",
    "a\0b",
    "a\nb",
    "caf\u{e9}",
    "cafe\u{301}",
    "ı",
    "ß",
    "AUX ",
    "COM¹",
    "name ",
    "name::$DATA",
    "GIT~1",
    "$(id)",
    "`id`",
    "%s%n",
    "<img src=x onerror=__pwned=1>",
    "'; DROP TABLE artifacts;--",
    "*",
];
/// Odd names that are legal: they are data, never options, devices or paths.
const GOOD_NAMES: [&str; 10] =
    ["-rf", "--help", "CON", "con.txt", "NUL", "LPT9.bin", "name.", "Model", "model", "...a"];

#[test]
fn bad_artifact_names() {
    let world = World::new();
    world.log("data", FILE);
    let before = facts(&world.store);
    let long = "x".repeat(129);
    for bad in BAD_NAMES.into_iter().chain([long.as_str()]) {
        let error = assert_refused(world.try_log(FILE, &log_spec(bad)), Code::NameInvalid);
        assert!(!error.message().contains('\0'), "control characters are shown escaped");
        assert_refused(
            world.store.create_collection(&world.actor, None, bad, "dataset", ""),
            Code::NameInvalid,
        );
        assert_refused(world.store.rename_collection(&world.actor, "data", bad), Code::NameInvalid);
    }
    assert_eq!(facts(&world.store), before);
}

#[test]
fn odd_artifact_names_are_data() {
    let world = World::new();
    let longest = "x".repeat(128);
    for good in GOOD_NAMES.into_iter().chain([longest.as_str()]) {
        let report = world.try_log(FILE, &log_spec(good)).unwrap();
        assert!(report.new, "{good} is its own collection");
        assert_eq!(world.cat(&format!("{good}:v0"), "f"), b"a");
    }
    world.assert_sound();
}

#[test]
fn bad_projects_and_entities() {
    let world = World::new();
    let before = facts(&world.store);
    let long = "x".repeat(129);
    for bad in [
        "", " ", "..", "a\\b", "a#b", "a?b", "a%b", "a:b", "a\rb", "a\nb", "a\0b", "a/", "/a", "a/b/c", &long,
    ] {
        assert_refused(world.store.create_project(&world.actor, bad, ""), Code::NameInvalid);
        let spec = LogSpec { project: Some(bad.into()), ..log_spec("data") };
        assert_refused(world.try_log(FILE, &spec), Code::NameInvalid);
    }
    assert_eq!(facts(&world.store), before);
    for good in ["Zoë's models", "<img src=x>", "'; DROP TABLE x;--", "caf\u{e9}", "cafe\u{301}", "_"] {
        world.store.create_project(&world.actor, good, "").unwrap();
        assert_eq!(world.store.resolve_project(Some(good)).unwrap().name, good);
    }
}

#[test]
fn bad_types() {
    let world = World::new();
    for bad in ["", " ", "a/b", "a:b", "a\0b", "..", &"x".repeat(129)] {
        let spec = LogSpec { artifact_type: bad.into(), ..log_spec("data") };
        assert_refused(world.try_log(FILE, &spec), Code::NameInvalid);
    }
    let spec = LogSpec { artifact_type: "größe <b>".into(), ..log_spec("data") };
    world.try_log(FILE, &spec).unwrap();
}

#[test]
fn bad_aliases() {
    let world = World::new();
    world.log("data", FILE);
    let before = facts(&world.store);
    let long = "x".repeat(129);
    for bad in ["", " ", "\t", "v0", "v007", "latest", "a/b", "a:b", "a\0b", "x\ny", " a", "a ", &long] {
        assert_refused(world.store.add_alias(&world.actor, "data", bad), Code::AliasInvalid);
        assert_refused(world.store.remove_alias(&world.actor, "data", bad), Code::AliasInvalid);
        assert_refused(world.store.set_aliases(&world.actor, "data", &[bad.into()]), Code::AliasInvalid);
        let spec = LogSpec { aliases: vec![bad.into()], ..log_spec("data") };
        assert_refused(world.try_log(FILE, &spec), Code::AliasInvalid);
    }
    assert_eq!(facts(&world.store), before);
    for good in
        ["best model", "v", "v1.0", "V7", "-rf", "<b>", "'; --", "%", "_", "caf\u{e9}", "cafe\u{301}", "été"]
    {
        world.store.add_alias(&world.actor, "data", good).unwrap();
        assert_eq!(world.store.resolve_version(&format!("data:{good}")).unwrap().1.index, 0);
    }
    assert_eq!(world.store.aliases("data").unwrap().len(), 13);
}

#[test]
fn bad_tags() {
    let world = World::new();
    let log = world.log("data", FILE);
    let selection = Selection::Versions(vec![log.version]);
    let tag = |add: &str, remove: &str| {
        let list = |name: &str| if name == "-" { vec![] } else { vec![name.to_owned()] };
        world.store.edit_tags(&world.actor, &selection, &list(add), &list(remove))
    };
    for bad in
        ["", " ", " a", "a ", "a  b", "a.b", "a/b", "a:b", "a\tb", "a!", "<b>", "a\0b", &"x".repeat(129)]
    {
        assert_refused(tag(bad, "-"), Code::TagInvalid);
        let spec = LogSpec { tags: vec![bad.into()], ..log_spec("data") };
        assert_refused(world.try_log(FILE, &spec), Code::TagInvalid);
    }
    assert_refused(tag("a", "a"), Code::RequestInvalid);
    for good in ["a", "in review", "größe-2", "模型"] {
        tag(good, "-").unwrap();
    }
    assert_eq!(world.store.version_facts("data").unwrap().tags, ["a", "größe-2", "in review", "模型"]);
    assert!(tag("a", "-").unwrap().operation.is_none(), "a tag that is there already changes nothing");
}

#[test]
fn bad_metadata() {
    let world = World::new();
    world.log("data", FILE);
    let keys =
        |n: usize| format!("{{{}}}", (0..n).map(|n| format!("\"k{n}\":{n}")).collect::<Vec<_>>().join(","));
    let deep = |n: usize| format!("{}1{}", "{\"a\":".repeat(n), "}".repeat(n));
    let big = format!("{{\"a\":\"{}\"}}", "x".repeat(10 << 20));
    let bad = [
        "",
        "[]",
        "1",
        "null",
        "{",
        "{\"a\":1,\"a\":2}",
        "{\"a\":Infinity}",
        "{\"a\":1e400}",
        "{\"a\":-Infinity}",
    ];
    for text in bad.into_iter().map(str::to_owned).chain([keys(101), deep(65), big]) {
        assert_refused(world.store.replace_metadata(&world.actor, "data", &text), Code::MetadataInvalid);
        let spec = LogSpec { metadata: Some(text), ..log_spec("data") };
        assert_refused(world.try_log(FILE, &spec), Code::MetadataInvalid);
    }
    world.store.replace_metadata(&world.actor, "data", &keys(100)).unwrap();
    world.store.replace_metadata(&world.actor, "data", &deep(64)).unwrap();
    let exact =
        r#"{"pi":3.14159265358979323846264338327950288,"n":12345678901234567890,"e":1E+2,"<b>":"\u0000"}"#;
    world.store.replace_metadata(&world.actor, "data", exact).unwrap();
    let kept = world.store.version_facts("data").unwrap().metadata;
    for number in ["3.14159265358979323846264338327950288", "12345678901234567890", "1E+2"] {
        assert!(kept.contains(number), "{number} is kept as written: {kept}");
    }
    world.store.replace_metadata(&world.actor, "data", "{\"a\":NaN}").unwrap();
    assert_eq!(world.store.version_facts("data").unwrap().metadata, "{\"a\":null}");
}

#[test]
fn metadata_keys_one_by_one() {
    let world = World::new();
    let log = world.log("data", FILE);
    let selection = Selection::Versions(vec![log.version]);
    let set = |key: &str, value| world.store.set_metadata(&world.actor, &selection, key, value);
    set("train.loss", Some("0.5")).unwrap();
    set(r"a\.b", Some("\"x\"")).unwrap();
    assert_eq!(world.store.version_facts("data").unwrap().metadata, r#"{"train":{"loss":0.5},"a.b":"x"}"#);
    assert_refused(set("train.loss.deeper", Some("1")), Code::MetadataInvalid);
    assert_refused(set("k", Some("adam")), Code::MetadataInvalid);
    assert_refused(set("none", None), Code::NotFound);
    set("train", None).unwrap();
    assert_eq!(world.store.version_facts("data").unwrap().metadata, r#"{"a.b":"x"}"#);
}

#[test]
fn bad_addresses() {
    let world = World::new();
    world.log("data", FILE);
    for bad in ["", "a/b/c/d", "data:", "data:v99999999999999999999", "me//data", "/data", "cairn://"] {
        let error = world.store.resolve_version(bad).unwrap_err();
        let known = [Code::AddressInvalid, Code::NameInvalid, Code::AliasInvalid];
        assert!(known.contains(&error.code()), "{bad}: {:?} {error}", error.code());
        assert!(error.hint_text().is_some(), "{bad}: {error}");
    }
    for missing in ["nothing", "data:v7", "data:best", "other/data", "you/uncategorized/data", "#99"] {
        assert_refused(world.store.resolve_version(missing), Code::NotFound);
    }
    for good in [
        "data",
        "data:v0",
        "data:latest",
        "uncategorized/data",
        "me/uncategorized/data:v0",
        "cairn://me/uncategorized/data:v0",
    ] {
        assert_eq!(world.store.resolve_version(good).unwrap().1.index, 0, "{good}");
    }
}

#[test]
fn searches_are_literal() {
    let world = World::new();
    world.log("data_1", FILE);
    world.log("dataX1", FILE);
    for text in ["'; DROP TABLE artifacts;--", "%", "\"", "(", "*", "data_1", "NEAR(", "\0"] {
        let hits = world.store.search(text, None, 50).unwrap();
        assert!(hits.len() <= 2, "{text:?} found {}", hits.len());
    }
}
