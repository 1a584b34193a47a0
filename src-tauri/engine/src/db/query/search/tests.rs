#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::super::testing::{PROJECT, Sample, add, collection, store};
use super::*;

fn filled() -> Connection {
    let connection = store();
    connection
        .execute_batch("INSERT INTO project (id, entity_id, name, created_at) VALUES (2, 1, 'mnist-lab', 0)")
        .unwrap();
    for name in ["mnist", "mnist-small", "big-mnist", "a%b", "it's"] {
        let id = collection(&connection, name, 1);
        add(&connection, id, &Sample { tags: vec!["gold"], ..Sample::default() });
        let aliases = vec!["best".into(), "mnemonic".into()];
        add(&connection, id, &Sample { tags: vec!["gold", "golf"], aliases, ..Sample::default() });
    }
    connection
}

fn titles(connection: &Connection, text: &str) -> Vec<(HitKind, String)> {
    let hits = search(connection, text, Some(PROJECT), 20).unwrap();
    hits.into_iter().map(|hit| (hit.kind, hit.title)).collect()
}

#[test]
fn equal_then_beginning_then_anywhere() {
    let connection = filled();
    let found = titles(&connection, "mnist");
    let wanted = [
        (HitKind::Collection, "mnist"),
        (HitKind::Project, "mnist-lab"),
        (HitKind::Collection, "mnist-small"),
        (HitKind::Collection, "big-mnist"),
    ];
    assert_eq!(found, wanted.map(|(kind, title)| (kind, title.to_owned())));
    assert_eq!(titles(&connection, "demo/mnist").len(), 3);
    assert_eq!(titles(&connection, "nowhere/mnist"), []);
    assert_eq!(search(&connection, "mn", None, 2).unwrap().len(), 2);
}

#[test]
fn versions_aliases_tags_digests() {
    let connection = filled();
    assert_eq!(titles(&connection, "mnist:v1"), [(HitKind::Version, "mnist:v1".into())]);
    assert_eq!(titles(&connection, "mnist:v9"), []);
    assert_eq!(titles(&connection, "me/demo/mnist:be"), [(HitKind::Alias, "mnist:best".into())]);
    assert_eq!(titles(&connection, "mnist:").len(), 2);
    assert!(titles(&connection, "bes").contains(&(HitKind::Alias, "big-mnist:best".into())));
    let tags: Vec<_> =
        titles(&connection, "gol").into_iter().filter(|(kind, _)| *kind == HitKind::Tag).collect();
    assert_eq!(tags, [(HitKind::Tag, "gold".into()), (HitKind::Tag, "golf".into())]);
    let hits = search(&connection, "6e01", None, 20).unwrap();
    assert_eq!((hits.len(), hits[0].kind, hits[0].address.ends_with(":v1")), (5, HitKind::Digest, true));
    assert!(hits[0].detail.starts_with("6e01"));
}

#[test]
fn runs_by_name_and_id_but_none_of_a_log() {
    let connection = filled();
    let run = |id: &str, name: &str, job: &str, at: i64| {
        let row = (id, name, job, at);
        let sql = "INSERT INTO run (project_id, name, display_name, job_type, state, created_by, started_at)
            VALUES (1, ?1, ?2, ?3, 'finished', 'me', ?4)";
        connection.execute(sql, row).unwrap();
    };
    for (id, name, job, at) in
        [("aa11", "train night", "train", 1), ("bb22", "Train day", "", 2), ("cc33", "log train", "auto", 3)]
    {
        run(id, name, job, at);
    }
    let found = |text: &str| {
        let hits = search(&connection, text, Some(PROJECT), 20).unwrap();
        let runs = hits.into_iter().filter(|hit| hit.kind == HitKind::Run);
        runs.map(|hit| (hit.address, hit.title, hit.detail)).collect::<Vec<_>>()
    };
    let night = ("run:#1".to_owned(), "train night".to_owned(), "train in me/demo".to_owned());
    let day = ("run:#2".to_owned(), "Train day".to_owned(), "me/demo".to_owned());
    assert_eq!(found("train"), [day.clone(), night.clone()]);
    assert_eq!(found("run:night"), std::slice::from_ref(&night));
    assert_eq!(found("run:"), [day, night]);
    assert_eq!(found("cc33").len(), 1, "who knows its id finds it");
    assert_eq!(found("tr%in"), []);
    connection.execute("UPDATE run SET deleted_at = 5 WHERE name = 'aa11'", ()).unwrap();
    assert_eq!(found("night"), []);
}

#[test]
fn text_is_literal() {
    let connection = filled();
    assert_eq!(titles(&connection, "%"), [(HitKind::Collection, "a%b".into())]);
    assert_eq!(titles(&connection, "t's"), [(HitKind::Collection, "it's".into())]);
    for text in [
        "",
        " ",
        ":",
        "/",
        "_",
        "\\",
        "\"",
        "'; DROP TABLE version",
        ":v",
        "a:v99999999999999999999",
        "\u{10ffff}",
    ] {
        search(&connection, text, None, 20).unwrap();
    }
}
