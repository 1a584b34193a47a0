//! Mermaid's flow chart.

use std::fmt::Write as _;

use super::Drawn;

pub(super) fn write(drawn: &Drawn<'_>) -> String {
    let mut text = String::from("flowchart LR\n");
    for (key, facts) in &drawn.nodes {
        let label = format!("{}<br>{}", escaped(&facts.title()), escaped(facts.subtitle()));
        let _ = if key.is_run() {
            writeln!(text, "  {key}([\"{label}\"])")
        } else {
            writeln!(text, "  {key}[\"{label}\"]")
        };
    }
    for (from, to) in &drawn.edges {
        let _ = writeln!(text, "  {} --> {}", drawn.nodes[*from as usize].0, drawn.nodes[*to as usize].0);
    }
    text
}

/// Mermaid reads `#…;` as a character; everything that it or HTML might read otherwise is written so.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        if c.is_alphanumeric() || matches!(c, ' ' | ':' | '-' | '_' | '.' | '/' | '×' | '–') {
            out.push(c);
        } else if !c.is_control() {
            let _ = write!(out, "#{};", u32::from(c));
        }
        out
    })
}
