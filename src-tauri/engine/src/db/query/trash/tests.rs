#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::super::testing::{NOW, PROJECT, Sample, add, assert_indexed, collection, purge, store, touch};
use super::*;

#[test]
fn newest_deletion_first() {
    let connection = store();
    let (cats, dogs) = (collection(&connection, "cats_1", 1), collection(&connection, "dogs", 2));
    for n in 0..300 {
        let state = if n % 3 == 0 { 1 } else { 2 };
        add(
            &connection,
            if n % 2 == 0 { cats } else { dogs },
            &Sample { state, age: (n * 37 % 50) * 1000, ..Sample::default() },
        );
    }
    let cache = ListCache::default();
    let all = page(&connection, &cache, &TrashQuery::default(), 0, 999).unwrap();
    assert_eq!((all.total, all.rows.len()), (200, 200));
    assert!(all.rows.is_sorted_by_key(|row| (-row.deleted_at, -row.id.get())));
    let first = &all.rows[0];
    assert_eq!(first.purge_at, first.deleted_at + 7 * 86_400_000);
    assert!(first.deleted_at <= NOW + 5);
    assert!(first.address.starts_with("me/demo/") && first.address.contains(":v"));
    let part = page(&connection, &cache, &TrashQuery::default(), 150, 20).unwrap();
    assert_eq!(part.rows, all.rows[150..170]);

    let query = TrashQuery { project: Some(PROJECT), filter: Some("S_") };
    let found = page(&connection, &cache, &query, 0, 200).unwrap();
    assert_eq!((found.total, found.rows.iter().all(|row| row.address.contains("cats_1"))), (100, true));
    assert_eq!(
        page(&connection, &cache, &TrashQuery { project: Some(ProjectId::new(9)), filter: None }, 0, 9)
            .unwrap()
            .total,
        0
    );

    purge(&connection, first.id.get());
    touch(&connection);
    assert_eq!(page(&connection, &cache, &TrashQuery::default(), 0, 1).unwrap().total, 199);
}

#[test]
fn pages_are_read_from_their_index() {
    let connection = store();
    assert_indexed(&connection, LIST, "version_trash");
    assert_indexed(&connection, LIST_ALL, "COVERING INDEX version_trash");
    assert_indexed(&connection, ROW, "PRIMARY KEY");
}
