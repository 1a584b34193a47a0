#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use proptest::prelude::*;

use super::super::testing::{PROJECT, Sample, add, assert_indexed, collection, store, touch};
use super::*;

const SORTS: [&str; 4] = ["name", "versions", "updated", "size"];

fn filled(samples: &[(i64, i64, bool)]) -> Connection {
    let connection = store();
    for (n, (kind, versions, deleted)) in samples.iter().enumerate() {
        let id = collection(&connection, &format!("c{}_{n}%", n * 7 % 10), *kind);
        for version in 0..*versions {
            add(&connection, id, &Sample { size: version * 3, age: n as i64 % 3, ..Sample::default() });
        }
        if *deleted {
            connection.execute("UPDATE collection SET deleted_at = 1 WHERE id = ?1", [id]).unwrap();
        }
    }
    touch(&connection);
    connection
}

fn naive(connection: &Connection, query: &CollectionQuery<'_>) -> Vec<i64> {
    let order = query.sort.column.order_by(if query.sort.descending { "DESC" } else { "ASC" });
    let sql = format!(
        "SELECT id FROM collection WHERE deleted_at IS NULL AND (?1 IS NULL OR type_id = ?1)
         AND instr(name, coalesce(?2, '')) > 0 ORDER BY {order}"
    );
    let mut statement = connection.prepare(&sql).unwrap();
    statement.query_map((query.kind, query.filter), |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_window_is_a_piece_of_the_whole_list(
        samples in prop::collection::vec((1..3_i64, 0..4_i64, prop::bool::weighted(0.1)), 0..40),
        start in 0..45_u64,
        count in 0..20_u32,
    ) {
        let (connection, cache) = (filled(&samples), ListCache::default());
        for kind in [None, Some(TypeId::new(2))] {
            for filter in [None, Some("3_"), Some("5%"), Some("_")] {
                for (key, descending) in SORTS.iter().flat_map(|key| [(key, false), (key, true)]) {
                    let sort = CollectionSort::parse(key, descending).unwrap();
                    let query = CollectionQuery { project: PROJECT, kind, filter, sort };
                    let page = page(&connection, &cache, &query, start, count).unwrap();
                    let naive = naive(&connection, &query);
                    prop_assert_eq!(page.total, naive.len() as u64);
                    let wanted: Vec<i64> = naive.into_iter().skip(start as usize).take(count as usize).collect();
                    let found: Vec<i64> = page.rows.iter().map(|row| row.row.id.get()).collect();
                    prop_assert_eq!(found, wanted, "{:?}", query);
                }
            }
        }
    }
}

#[test]
fn a_row_shows_what_a_collection_has() {
    let connection = store();
    let id = collection(&connection, "mnist", 1);
    for n in 0..30 {
        add(&connection, id, &Sample { size: n, aliases: vec![format!("a{n:02}")], ..Sample::default() });
    }
    let facts = row(&connection, id).unwrap();
    assert_eq!((facts.latest, facts.aliases.len(), facts.sizes), (Some(29), 20, (6..30).collect()));
    let newest =
        add(&connection, id, &Sample { state: 2, aliases: vec!["latest".into()], ..Sample::default() });
    assert_eq!(row(&connection, id).unwrap().latest, Some(30));
    connection.execute("DELETE FROM alias WHERE name = 'latest'", []).unwrap();
    assert_eq!((row(&connection, id).unwrap().latest, newest > 0), (Some(29), true));
}

#[test]
fn pages_are_read_from_their_index() {
    let connection = store();
    for (key, descending) in SORTS.iter().flat_map(|key| [(key, false), (key, true)]) {
        let sort = CollectionSort::parse(key, descending).unwrap();
        let query = CollectionQuery { project: PROJECT, kind: None, filter: None, sort };
        assert_indexed(&connection, &window_sql(&query, descending), sort.column.index());
        assert_indexed(&connection, &list_sql(&query), "collection_name");
    }
    let query = CollectionQuery {
        project: PROJECT,
        kind: Some(TypeId::new(1)),
        filter: None,
        sort: CollectionSort::default(),
    };
    assert_indexed(
        &connection,
        &window_sql(&query, true),
        "collection_type_name (project_id=? AND type_id=?)",
    );
    assert_eq!(CollectionSort::parse("colour", true).unwrap_err().code(), Code::RequestInvalid);
}
