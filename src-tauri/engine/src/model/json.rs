//! A JSON value that keeps numbers as they were written, and its strict reader.
//!
//! `serde_json` would turn `12345678901234567890.5` into a double, and its exact mode is a switch for the whole
//! program; Python, whose JSON this is, also writes `NaN`. Hence a small reader of its own: `NaN` becomes
//! `null`, infinities (also as `1e400`) are refused, a key that occurs twice is refused, depth is limited.

use std::collections::HashSet;
use std::fmt::{self, Write as _};

/// A JSON value. Numbers keep their text, objects their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`, and Python's `NaN`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number in its original spelling.
    Number(String),
    /// A string, decoded.
    String(String),
    /// Values in order.
    Array(Vec<Json>),
    /// Keys, each once, in their order.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads one value with at most `max_depth` nested arrays and objects. The error says what is wrong
    /// and at which byte.
    pub fn parse(text: &str, max_depth: usize) -> Result<Self, String> {
        let mut reader = Reader { text, at: 0, depth_left: max_depth };
        let value = reader.value()?;
        reader.space();
        match reader.peek() {
            None => Ok(value),
            Some(_) => Err(reader.fault("text after the value")),
        }
    }

    /// A member of an object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }
}

/// Compact: no spaces, and only what must be escaped is escaped.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Number(text) => f.write_str(text),
            Self::String(text) => write_string(text, f),
            Self::Array(values) => {
                f.write_char('[')?;
                for (at, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if at == 0 { "" } else { "," })?;
                }
                f.write_char(']')
            }
            Self::Object(members) => {
                f.write_char('{')?;
                for (at, (key, value)) in members.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { "," })?;
                    write_string(key, f)?;
                    write!(f, ":{value}")?;
                }
                f.write_char('}')
            }
        }
    }
}

fn write_string(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '\0'..='\x1f' => write!(f, "\\u{:04x}", u32::from(c))?,
            _ => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth_left: usize,
}

type Read<T> = Result<T, String>;

impl Reader<'_> {
    fn fault(&self, what: &str) -> String {
        format!("{what} at byte {}", self.at)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        self.space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Read<()> {
        if self.eat(byte) {
            return Ok(());
        }
        Err(self.fault(&format!("`{}` is missing", char::from(byte))))
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn value(&mut self) -> Read<Json> {
        self.space();
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => self.string().map(Json::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') if self.word("true") => Ok(Json::Bool(true)),
            Some(b'f') if self.word("false") => Ok(Json::Bool(false)),
            Some(b'n') if self.word("null") => Ok(Json::Null),
            Some(b'N') if self.word("NaN") => Ok(Json::Null),
            Some(b'I') if self.word("Infinity") => Err(self.fault("an infinity")),
            _ => Err(self.fault("no JSON value")),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Read<Json>) -> Read<Json> {
        if self.depth_left == 0 {
            return Err(self.fault("too many nested values"));
        }
        self.depth_left -= 1;
        self.at += 1;
        let value = read(self);
        self.depth_left += 1;
        value
    }

    fn array(&mut self) -> Read<Json> {
        let mut values = Vec::new();
        if self.eat(b']') {
            return Ok(Json::Array(values));
        }
        loop {
            values.push(self.value()?);
            if self.eat(b']') {
                return Ok(Json::Array(values));
            }
            self.expect(b',')?;
        }
    }

    fn object(&mut self) -> Read<Json> {
        let mut members = Vec::new();
        let mut keys = HashSet::new();
        if self.eat(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            self.space();
            let key = self.string()?;
            if !keys.insert(key.clone()) {
                return Err(self.fault(&format!("the key {} a second time", super::quote(&key))));
            }
            self.expect(b':')?;
            members.push((key, self.value()?));
            if self.eat(b'}') {
                return Ok(Json::Object(members));
            }
            self.expect(b',')?;
        }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Read<Json> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        if self.word("Infinity") {
            return Err(self.fault("an infinity"));
        }
        let leading_zero = self.peek() == Some(b'0');
        let digits = self.digits();
        if digits == 0 || (leading_zero && digits > 1) {
            return Err(self.fault("a malformed number"));
        }
        let whole = self.at;
        if self.peek() == Some(b'.') {
            self.at += 1;
            if self.digits() == 0 {
                return Err(self.fault("a malformed number"));
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            if self.digits() == 0 {
                return Err(self.fault("a malformed number"));
            }
        }
        let text = &self.text[start..self.at];
        // Python reads a whole number of any length exactly, but `1e400` as an infinity.
        if self.at > whole && !text.parse::<f64>().is_ok_and(f64::is_finite) {
            return Err(self.fault("a number that is too large"));
        }
        Ok(Json::Number(text.to_owned()))
    }

    fn string(&mut self) -> Read<String> {
        if self.peek() != Some(b'"') {
            return Err(self.fault("a string is missing"));
        }
        self.at += 1;
        let mut decoded = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.find(|c| c == '"' || c == '\\' || c < ' ').unwrap_or(rest.len());
            decoded.push_str(&rest[..plain]);
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(decoded);
                }
                Some(b'\\') => decoded.push(self.escape()?),
                _ => return Err(self.fault("an unfinished string")),
            }
        }
    }

    fn escape(&mut self) -> Read<char> {
        self.at += 1;
        let kind = self.peek();
        self.at += 1;
        Ok(match kind {
            Some(byte @ (b'"' | b'\\' | b'/')) => byte.into(),
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\x08',
            Some(b'f') => '\x0c',
            Some(b'u') => return self.unicode(),
            _ => {
                self.at -= 1;
                return Err(self.fault("an unknown escape"));
            }
        })
    }

    fn unicode(&mut self) -> Read<char> {
        let high = self.hex4()?;
        let code = match high {
            0xd800..=0xdbff if self.word("\\u") => {
                let low = self.hex4()?;
                let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400);
                low.map(|low| 0x10000 + ((high - 0xd800) << 10) + low)
            }
            other => Some(other),
        };
        code.and_then(char::from_u32).ok_or_else(|| self.fault("half a surrogate pair"))
    }

    fn hex4(&mut self) -> Read<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).unwrap_or_default();
        let digits = digits.iter().map(|b| char::from(*b).to_digit(16)).collect::<Option<Vec<_>>>();
        match digits.as_deref() {
            Some([a, b, c, d]) => {
                self.at += 4;
                Ok(a << 12 | b << 8 | c << 4 | d)
            }
            _ => Err(self.fault("a malformed escape")),
        }
    }
}
