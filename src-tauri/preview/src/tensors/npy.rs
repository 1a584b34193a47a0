//! npy: a magic number, a version, and a Python literal that is parsed here and never evaluated.
//!
//! Format: `NumPy` Enhancement Proposal 1, versions 1.0 to 3.0.

use std::collections::BTreeMap;

use cairn_preview::protocol::TensorInfo;

use super::{Header, elements};
use crate::channel::{Source, Trouble, unreadable};

/// The longest header parsed, in bytes. `NumPy` itself refuses more than 10,000.
const MAX_HEADER: u64 = 64 << 10;
/// Nested lists at most.
const MAX_DEPTH: usize = 16;

/// Reads and checks the header.
pub(super) fn read(source: &Source<'_>) -> Result<Header, Trouble> {
    let head = source.exact(0, 12)?;
    let (start, length) = match head.get(6) {
        Some(1) => (10, u64::from(u16::from_le_bytes([head[8], head[9]]))),
        Some(2 | 3) => (12, u64::from(u32::from_le_bytes([head[8], head[9], head[10], head[11]]))),
        _ => return unreadable("This npy file has an unknown version."),
    };
    if length > MAX_HEADER {
        return unreadable("The header of this npy file is longer than 64 KiB.");
    }
    let header = source.exact(start, length)?;
    let header = String::from_utf8_lossy(&header).into_owned();
    let Some(array) = Array::parse(&header) else {
        return unreadable("The header of this npy file is not what NumPy writes.");
    };
    array.into_header(source.size() - start - length)
}

struct Array {
    descr: String,
    fortran: bool,
    shape: Vec<u64>,
}

impl Array {
    fn parse(header: &str) -> Option<Self> {
        let mut parser = Literals { text: header, at: 0 };
        let Literal::Dict(fields) = parser.value(0)? else { return None };
        let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value);
        let Literal::Bool(fortran) = field("fortran_order")? else { return None };
        let Literal::List(axes) = field("shape")? else { return None };
        let axis = |axis: &Literal| if let Literal::Number(n) = axis { Some(*n) } else { None };
        let shape = axes.iter().map(axis).collect::<Option<Vec<u64>>>()?;
        let descr = match field("descr")? {
            Literal::Text(text) => text.clone(),
            Literal::List(_) => "structured".to_owned(),
            _ => return None,
        };
        Some(Self { descr, fortran: *fortran, shape })
    }

    fn into_header(self, data: u64) -> Result<Header, Trouble> {
        let needs =
            elements(&self.shape).and_then(|count| count.checked_mul(item_size(&self.descr).unwrap_or(1)));
        let (Some(parameters), Some(needs)) = (elements(&self.shape), needs) else {
            return unreadable("This npy file lies: its shape is larger than any memory.");
        };
        let objects = self.descr.ends_with('O') || self.descr.contains("|O");
        let known = item_size(&self.descr).is_some();
        let warning = if objects {
            Some("This array holds pickled Python objects; they are never loaded.".to_owned())
        } else if known && needs > data {
            Some(format!("The file is truncated: the array needs {needs} bytes and {data} are there."))
        } else {
            None
        };
        let bytes = if known { needs } else { data };
        let order = if self.fortran { "column-major" } else { "row-major" };
        let metadata = BTreeMap::from([("descr".into(), self.descr.clone()), ("order".into(), order.into())]);
        let tensor = TensorInfo { name: String::new(), dtype: dtype(&self.descr), shape: self.shape, bytes };
        Ok(Header { format: "npy", tensors: vec![tensor], metadata, parameters, warning })
    }
}

/// The name `NumPy` prints for a type.
fn dtype(descr: &str) -> String {
    let code = descr.trim_start_matches(['<', '>', '|', '=']);
    let (kind, size) = code.split_at(code.len().min(1));
    let name = match kind {
        "f" => "float",
        "i" => "int",
        "u" => "uint",
        "c" => "complex",
        "b" => return "bool".into(),
        "O" => return "object".into(),
        _ => return super::cut(descr),
    };
    size.parse::<u64>().map_or_else(|_| super::cut(descr), |size| format!("{name}{}", size.saturating_mul(8)))
}

/// Bytes of an element; `None` for structures and objects.
fn item_size(descr: &str) -> Option<u64> {
    let code = descr.trim_start_matches(['<', '>', '|', '=']);
    let kind = code.chars().next().filter(|kind| "fiucbSaVUmM".contains(*kind))?;
    let digits: String = code.chars().skip(1).take_while(char::is_ascii_digit).collect();
    let size: u64 = digits.parse().ok()?;
    if kind == 'U' { size.checked_mul(4) } else { Some(size) }
}

/// The literals `NumPy` writes.
enum Literal {
    Text(String),
    Number(u64),
    Bool(bool),
    List(Vec<Literal>),
    Dict(Vec<(String, Literal)>),
}

struct Literals<'a> {
    text: &'a str,
    at: usize,
}

impl Literals<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&mut self) -> Option<char> {
        self.at = self.text.len() - self.rest().trim_start().len();
        self.rest().chars().next()
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn value(&mut self, depth: usize) -> Option<Literal> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.peek()? {
            '\'' | '"' => self.string().map(Literal::Text),
            '(' => self.list(')', depth),
            '[' => self.list(']', depth),
            '{' => self.dict(depth),
            _ => self.word(),
        }
    }

    fn string(&mut self) -> Option<String> {
        let quote = self.peek()?;
        let body = self.rest().get(1..)?;
        let text = body.get(..body.find(quote)?)?.to_owned();
        // NumPy's type codes have no escapes; whatever has one is not NumPy's.
        if text.contains('\\') {
            return None;
        }
        self.at += text.len() + 2;
        Some(text)
    }

    fn list(&mut self, close: char, depth: usize) -> Option<Literal> {
        self.at += 1;
        let mut items = Vec::new();
        while !self.eat(close) {
            items.push(self.value(depth + 1)?);
            if !self.eat(',') && self.peek()? != close {
                return None;
            }
        }
        Some(Literal::List(items))
    }

    fn dict(&mut self, depth: usize) -> Option<Literal> {
        self.at += 1;
        let mut fields = Vec::new();
        while !self.eat('}') {
            let key = matches!(self.peek()?, '\'' | '"').then(|| self.string())??;
            if !self.eat(':') {
                return None;
            }
            fields.push((key, self.value(depth + 1)?));
            if !self.eat(',') && self.peek()? != '}' {
                return None;
            }
        }
        Some(Literal::Dict(fields))
    }

    fn word(&mut self) -> Option<Literal> {
        let end = self.rest().find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(self.rest().len());
        let word = self.rest().get(..end)?.to_owned();
        self.at += end;
        match word.as_str() {
            "True" => Some(Literal::Bool(true)),
            "False" => Some(Literal::Bool(false)),
            // Python 2 wrote long numbers as `3L`.
            digits => digits.trim_end_matches('L').parse().ok().map(Literal::Number),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn headers_of_numpy_are_read() {
        let array =
            Array::parse("{'descr': '<f4', 'fortran_order': False, 'shape': (3L, 4), }   \n").unwrap();
        assert_eq!((array.descr.as_str(), array.fortran, array.shape), ("<f4", false, vec![3, 4]));
        let array =
            Array::parse("{'descr': [('x', '<i4', (2,)), ('y', '|O')], 'fortran_order': True, 'shape': ()}")
                .unwrap();
        assert!(array.fortran && array.shape.is_empty());
    }

    #[test]
    fn code_is_no_header() {
        for text in ["__import__('os')", "{'descr': exec('x')}", "{", "", "[[[[", "{'a' 'b'}", "('a',"] {
            assert!(Array::parse(text).is_none(), "{text}");
        }
    }
}
