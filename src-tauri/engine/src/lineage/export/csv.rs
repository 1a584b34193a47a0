//! One line for each edge (RFC 4180).

use super::Drawn;

pub(super) fn write(drawn: &Drawn<'_>) -> String {
    let mut text = String::from("from,to,kind\r\n");
    for (from, to) in &drawn.edges {
        let fields = [field(&drawn.name(*from)), field(&drawn.name(*to)), drawn.edge_kind(*from).to_owned()];
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}

fn field(text: &str) -> String {
    if !text.contains(['"', ',', '\n', '\r']) {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('"', "\"\""))
}
