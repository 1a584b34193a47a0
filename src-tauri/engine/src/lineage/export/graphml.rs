//! `GraphML` (graphml.graphdrawing.org).

use std::fmt::Write as _;

use super::{Drawn, name};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="kind" for="node" attr.name="kind" attr.type="string"/>
  <key id="name" for="node" attr.name="name" attr.type="string"/>
  <key id="title" for="node" attr.name="title" attr.type="string"/>
  <key id="type" for="node" attr.name="type" attr.type="string"/>
  <key id="state" for="node" attr.name="state" attr.type="string"/>
  <key id="created" for="node" attr.name="created_at" attr.type="long"/>
  <key id="edge" for="edge" attr.name="kind" attr.type="string"/>
  <graph id="lineage" edgedefault="directed">
"#;

pub(super) fn write(drawn: &Drawn<'_>) -> String {
    let mut text = String::from(HEAD);
    for (key, facts) in &drawn.nodes {
        let kind = if key.is_run() { "run" } else { "version" };
        let _ = writeln!(text, "    <node id=\"{key}\">");
        let name = name(facts);
        let title = facts.title();
        for (id, value) in [
            ("kind", kind),
            ("name", &name),
            ("title", &title),
            ("type", facts.subtitle()),
            ("state", facts.state()),
        ] {
            let _ = writeln!(text, "      <data key=\"{id}\">{}</data>", escaped(value));
        }
        let _ = writeln!(text, "      <data key=\"created\">{}</data>\n    </node>", facts.created_at());
    }
    for (from, to) in &drawn.edges {
        let ends = (drawn.nodes[*from as usize].0, drawn.nodes[*to as usize].0);
        let kind = drawn.edge_kind(*from);
        let _ = writeln!(
            text,
            "    <edge source=\"{}\" target=\"{}\"><data key=\"edge\">{kind}</data></edge>",
            ends.0, ends.1
        );
    }
    text.push_str("  </graph>\n</graphml>\n");
    text
}

/// XML has no way to write most control characters; they are left out.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
        out
    })
}
