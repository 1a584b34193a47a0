//! Text, JSON, tables, archives.

use cairn_preview::protocol::{ColumnKind, Content, Kind, Request};

use crate::build::zip;
use crate::{all, all_warned, ask, show, show_as, tag};

const TEN_GB: u64 = 10_000_000_000;

/// A file of one line over and over.
fn endless(line: &'static [u8]) -> impl FnMut(u64, u32) -> std::io::Result<Vec<u8>> {
    move |offset, len| {
        Ok((offset..offset + u64::from(len)).map(|i| line[(i % line.len() as u64) as usize]).collect())
    }
}

#[test]
fn ordinary_files_are_shown_as_what_they_are() {
    all(&[
        ("empty", vec![], "text"),
        ("notes.txt", b"hello\nworld\n".to_vec(), "text"),
        ("train.py", b"print('x')\n".to_vec(), "text"),
        ("utf16.txt", b"\xff\xfeh\0i\0".to_vec(), "text"),
        ("config.json", b"{\"lr\":0.1}".to_vec(), "json"),
        (
            "run.ipynb",
            br#"{"cells":[{"outputs":[{"data":{"text/html":"<script>1</script>"}}]}]}"#.to_vec(),
            "json",
        ),
        ("rows.jsonl", b"{\"a\":1}\n{\"b\":2}\n".to_vec(), "jsonl"),
        ("t.csv", b"a,b\n1,2\n".to_vec(), "table"),
        ("t.tsv", b"a\tb\n1\t2\n".to_vec(), "table"),
        ("weights.bin", vec![0, 1, 2, 3], "hex"),
        ("a.zip", zip(&[("a/b.txt", 1)]), "archive"),
        ("a.npz", zip(&[("x.npy", 1)]), "archive"),
    ]);
}

#[test]
fn programs_and_pages_are_only_read() {
    all(&[
        (
            "x.html",
            b"<script>fetch('http://sink')</script><meta http-equiv=refresh content=0>".to_vec(),
            "text",
        ),
        ("x.desktop", b"[Desktop Entry]\nExec=sh\n".to_vec(), "text"),
        ("x.url", b"[InternetShortcut]\nURL=file:///etc/passwd\n".to_vec(), "text"),
        ("x.exe", b"MZ\x90\0\x03\0\0\0".to_vec(), "hex"),
        ("x.wasm", b"\0asm\x01\0\0\0".to_vec(), "hex"),
        ("x.css", b"@import url(http://sink);".to_vec(), "text"),
        ("x.parquet", b"PAR1\xff\xff\xff\x7fPAR1".to_vec(), "hex"),
        ("x.tar.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xff".to_vec(), "hex"),
        ("x.pdf", b"%PDF-1.7\n\x80\x81\x82\x83\0\0\0\0".to_vec(), "hex"),
    ]);
}

#[test]
fn wrong_names_are_pointed_out() {
    all_warned(&[
        ("a.png", b"just words\n".to_vec(), "text", "The name ends with .png, but the file holds text"),
        ("a.csv", vec![0, 1, 2, 3, 4, 5], "hex", ".csv"),
        ("a.json", b"{\"a\":".to_vec(), "text", "not valid JSON"),
        ("a.json", b"PK\x05\x06 cut".to_vec(), "hex", "ends too early"),
        ("a.txt", zip(&[("x", 1)]), "archive", "a ZIP archive"),
        ("latin.txt", b"na\xefve caf\xe9 and more words".to_vec(), "text", "not text"),
        ("m.pkl", b"cos\nsystem\n(S'id'\ntR.".to_vec(), "hex", "never loaded"),
        ("m.bin", b"\x80\x04\x95\x1e\0\0\0\0\0\0\0\x8c\x05posix".to_vec(), "hex", "never loaded"),
        ("m.pt", zip(&[("archive/data.pkl", 9)]), "archive", "never loaded"),
        ("m.joblib", b"\x80\x03]q\0.".to_vec(), "hex", "never loaded"),
    ]);
}

#[test]
fn json_bends_nothing() {
    let million = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    let keys = format!("{{{}}}", (0..60_000).map(|i| format!("\"k{i}\":{i}")).collect::<Vec<_>>().join(","));
    let number = format!("[{}]", "9".repeat(1_000_000));
    all_warned(&[("deep.json", "[".repeat(900_000).into(), "text", "not valid JSON")]);
    all(&[
        ("million.json", million.into(), "json"),
        ("keys.json", keys.into(), "json"),
        ("number.json", number.into(), "json"),
    ]);
    let preview = show("proto.json", br#"{"__proto__":{"x":1},"a":1,"a":12345678901234567890123}"#);
    let Content::Json { content, pretty: true, .. } = preview.content else { panic!() };
    assert!(content.contains("\"__proto__\"") && content.contains("12345678901234567890123"));
    assert_eq!(content.matches("\"a\"").count(), 2);
}

#[test]
fn huge_files_open_at_once() {
    let lines: [(&str, &'static [u8], &str); 7] = [
        ("x.txt", b"a line of text\n", "text"),
        ("one-line.txt", b"no end", "text"),
        ("x.json", b"[1,2,3],", "json"),
        ("x.jsonl", b"{\"a\":1,\"b\":[2]}\n", "jsonl"),
        ("x.csv", b"1,2,words\n", "table"),
        ("one-row.csv", b"cell,", "table"),
        ("x.bin", b"\0\x01\x02", "hex"),
    ];
    for (name, line, expected) in lines {
        let request = Request { name: name.into(), size: TEN_GB, ..Request::default() };
        let preview = ask(&request, endless(line)).unwrap();
        assert_eq!(tag(&preview.content), expected, "{name}");
        let next = serde_json::to_value(&preview.content).unwrap()["nextOffset"].as_u64().unwrap();
        assert!(next > 0 && next <= 1 << 20, "{name}: {next}");
    }
}

#[test]
fn pages_follow_each_other_without_gap() {
    let text: String = (0..300_000).map(|i| format!("line é {i}\n")).collect();
    let mut joined = String::new();
    let mut offset = Some(0);
    while let Some(at) = offset {
        let request =
            Request { name: "x.txt".into(), size: text.len() as u64, offset: at, ..Request::default() };
        let read = |offset: u64, len: u32| Ok(text.as_bytes()[offset as usize..][..len as usize].to_vec());
        let Content::Text { content, next_offset, .. } = ask(&request, read).unwrap().content else {
            panic!()
        };
        joined.push_str(&content);
        offset = next_offset;
    }
    assert!(joined == text);
}

/// All rows of a file, page by page.
fn rows(name: &str, bytes: &[u8], key: &str) -> Vec<serde_json::Value> {
    let (mut rows, mut offset) = (Vec::new(), Some(0));
    while let Some(at) = offset {
        let request =
            Request { name: name.into(), size: bytes.len() as u64, offset: at, ..Request::default() };
        let read = |offset: u64, len: u32| Ok(bytes[offset as usize..][..len as usize].to_vec());
        let content = serde_json::to_value(ask(&request, read).unwrap().content).unwrap();
        rows.extend(
            content["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row[key.parse::<usize>().unwrap_or(0)].clone()),
        );
        offset = content["nextOffset"].as_u64();
    }
    rows
}

#[test]
fn pages_of_a_table_follow_each_other() {
    let csv: String = "id,text\r\n".to_owned()
        + &(0..1_000).map(|i| format!("{i},\"a, quoted\nfield of row {i}\"\r\n")).collect::<String>();
    let ids: Vec<String> =
        rows("x.csv", csv.as_bytes(), "0").iter().map(|id| id.as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, (0..1_000).map(|i| i.to_string()).collect::<Vec<_>>());
}

#[test]
fn tables_endure_monsters() {
    all(&[
        ("columns.csv", "a,".repeat(500_000).into(), "table"),
        ("quote.csv", format!("a,b\n\"{}", "never closed,\n".repeat(200_000)).into(), "table"),
        ("cell.csv", "x".repeat(3_000_000).into(), "table"),
        ("nul.csv", [b"a,b\n1,\0".as_slice(), &b"1,2\n".repeat(100)].concat(), "table"),
        ("ragged.csv", b"a,b,c\n1\n1,2,3,4,5\n\n".to_vec(), "table"),
    ]);
    let preview = show("x.csv", b"name;n;f;ok\n=cmd|'/c calc'!A1;1;1.5;true\n@SUM(1);2;2;false\n+1+1;;;\n");
    let Content::Table { columns, rows, delimiter, total_rows, .. } = preview.content else { panic!() };
    assert_eq!(delimiter, ";");
    assert_eq!(total_rows, Some(3));
    assert_eq!(rows[0][0].as_deref(), Some("=cmd|'/c calc'!A1"));
    let kinds: Vec<_> = columns.iter().map(|column| column.kind).collect();
    assert_eq!(kinds, [ColumnKind::Text, ColumnKind::Integer, ColumnKind::Number, ColumnKind::Boolean]);
}

#[test]
fn tables_are_cut_to_size() {
    let wide = format!("{}\n", vec!["c"; 201].join(",")).repeat(202);
    let Content::Table { columns, total_columns, rows, truncated, .. } =
        show("x.csv", wide.as_bytes()).content
    else {
        panic!()
    };
    assert_eq!((columns.len(), total_columns, rows.len(), truncated), (200, 201, 200, true));
    let Content::Table { rows, .. } = show("x.csv", format!("h\n{}\n", "é".repeat(2_001)).as_bytes()).content
    else {
        panic!()
    };
    assert_eq!(rows[0][0].as_ref().unwrap().chars().count(), 2_000);
}

#[test]
fn lines_of_json_have_columns() {
    let preview = show("x.jsonl", b"{\"a\":1,\"b\":{}}\n\nbroken\n{\"c\":[]}\n");
    assert_eq!(preview.warning.as_deref(), Some("1 of 3 lines here are not valid JSON."));
    let Content::Jsonl { rows, columns, next_offset: None, .. } = preview.content else { panic!() };
    assert_eq!(columns, ["a", "b", "c"]);
    assert!(!rows[1].valid);
    let many = (0..51).map(|i| format!("\"k{i}\":0")).collect::<Vec<_>>().join(",");
    let Content::Jsonl { columns, .. } = show("x.jsonl", format!("{{{many}}}\n").as_bytes()).content else {
        panic!()
    };
    assert!(columns.is_empty());
}

#[test]
fn archives_are_only_listed() {
    let many: Vec<String> = (0..10_001).map(|i| format!("f{i}")).collect();
    let entries: Vec<(&str, u32)> = many.iter().map(|name| (name.as_str(), 1)).collect();
    let Content::Archive { shown, total, .. } = show("x.zip", &zip(&entries)).content else { panic!() };
    assert_eq!((shown, total), (10_000, 10_001));
    let mut lying = zip(&[("a", 1)]);
    let at = lying.len() - 12;
    lying[at..at + 2].copy_from_slice(&9_u16.to_le_bytes());
    let mut outside = zip(&[("a", 1)]);
    let at = outside.len() - 6;
    outside[at..at + 4].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    all_warned(&[
        ("bomb.zip", zip(&[("a", 0xffff_fff0)]), "archive", "bomb"),
        ("lying.zip", lying, "archive", "damaged"),
        ("outside.zip", outside, "hex", "ends too early"),
        ("cut.zip", b"PK\x03\x04\x14\0\0\0\x08\0\xff\xfe\x80\x81".to_vec(), "hex", "its list is missing"),
    ]);
    let Content::Archive { entries, .. } = show("slip.zip", &zip(&[("../../etc/passwd", 1)])).content else {
        panic!()
    };
    assert_eq!(entries[0].path, "../../etc/passwd");
}

#[test]
fn a_kind_can_be_demanded() {
    let page = show_as(Kind::Hex, "x.txt", b"0123456789abcdef!");
    let Content::Hex { rows, total: 17, next_offset: None, .. } = page.content else { panic!() };
    assert_eq!(rows[0].hex, "30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66");
    assert_eq!((rows[1].offset, rows[1].ascii.as_str()), (16, "!"));
    for kind in [
        Kind::Text,
        Kind::Json,
        Kind::Jsonl,
        Kind::Table,
        Kind::Markdown,
        Kind::Image,
        Kind::Tensors,
        Kind::Archive,
    ] {
        show_as(kind, "noise", &(0..=255).cycle().take(70_000).collect::<Vec<u8>>());
        show_as(kind, "nothing", b"");
        show_as(kind, "words", b"some words");
    }
}
