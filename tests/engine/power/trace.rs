//! What a program did to files, as `strace -f -y -xx` wrote it down.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::path::{Path, PathBuf};

/// Calls that change a disk or make a change durable, and those that the model of a disk doesn't know and refuses.
pub(super) const TRACED: &str = "trace=openat,openat2,creat,open,write,pwrite64,writev,pwritev,pwritev2,ftruncate,\
    truncate,fallocate,fsync,fdatasync,syncfs,sync_file_range,sync,rename,renameat,renameat2,unlink,unlinkat,rmdir,\
    mkdir,mkdirat,link,linkat,symlink,symlinkat,copy_file_range,sendfile,splice,lseek,ioctl,mmap";

/// One finished call that succeeded.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) name: String,
    pub(super) arguments: Vec<String>,
    /// What it answered.
    pub(super) answer: i64,
    /// The path of the descriptor that it answered.
    pub(super) opened: Option<PathBuf>,
    /// How many calls had finished when it began: what came later, it needn't have seen.
    pub(super) began: usize,
}

impl Call {
    /// The open file that an argument stands for; nothing when its last name is gone.
    pub(super) fn open_file(&self, at: usize) -> Option<PathBuf> {
        annotated(&self.arguments[at])
    }

    /// The number of the descriptor that an argument is.
    pub(super) fn descriptor(&self, at: usize) -> i64 {
        self.arguments[at].split('<').next().unwrap().parse().unwrap_or(-1)
    }

    /// A number.
    pub(super) fn number(&self, at: usize) -> u64 {
        self.arguments[at].parse().unwrap_or_else(|_| panic!("no number at {at}: {self:?}"))
    }

    /// The bytes that are written: of one buffer, or of several in order.
    pub(super) fn bytes(&self, at: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        for part in self.arguments[at..].iter().filter(|part| part.contains('"')) {
            assert!(!part.ends_with("..."), "strace cut the bytes of a {}", self.name);
            bytes.extend(quoted(part));
        }
        bytes
    }

    /// The path that two arguments say, a folder's descriptor and a name below it.
    pub(super) fn path_at(&self, at: usize) -> PathBuf {
        let folder = annotated(&self.arguments[at]).unwrap_or_default();
        folder.join(self.path(at + 1))
    }

    /// The path that one argument says.
    pub(super) fn path(&self, at: usize) -> PathBuf {
        PathBuf::from(OsString::from_vec(quoted(&self.arguments[at])))
    }

    /// Whether any argument speaks of something below a folder.
    pub(super) fn is_about(&self, folder: &Path) -> bool {
        (0..self.arguments.len()).any(|at| {
            let named = self.arguments[at].contains('"') && self.path(at).starts_with(folder);
            named || self.open_file(at).is_some_and(|path| path.starts_with(folder))
        })
    }
}

/// Every call that succeeded, in the order in which they ended.
pub(super) fn calls(trace: &str) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let mut unfinished: BTreeMap<&str, (String, usize)> = BTreeMap::new();
    for line in trace.lines() {
        let Some((thread, rest)) = line.split_once(char::is_whitespace) else { continue };
        let rest = rest.trim_start();
        if let Some(begun) = rest.strip_suffix(" <unfinished ...>") {
            unfinished.insert(thread, (begun.to_owned(), calls.len()));
            continue;
        }
        let (text, began) = match rest.strip_prefix("<... ") {
            Some(resumed) => {
                let (begun, began) = unfinished.remove(thread).expect("a call that ends had begun");
                let (_, rest) = resumed.split_once(" resumed>").unwrap();
                (begun + rest, began)
            }
            None => (rest.to_owned(), calls.len()),
        };
        calls.extend(parse(&text, began));
    }
    calls
}

/// `name(arguments) = answer`; nothing for signals, ends, and calls that failed.
fn parse(text: &str, began: usize) -> Option<Call> {
    let (name, rest) = text.split_once('(')?;
    let (arguments, answer) = rest.rsplit_once(" = ")?;
    let arguments = arguments.trim_end().strip_suffix(')')?;
    let number = answer.split(['<', ' ']).next()?;
    let number = match number.strip_prefix("0x") {
        Some(hex) => i64::from_str_radix(hex, 16).unwrap_or(0),
        None => number.parse().ok()?,
    };
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (is_name && number >= 0).then(|| Call {
        name: name.to_owned(),
        arguments: arguments.split(", ").map(str::to_owned).collect(),
        answer: number,
        opened: annotated(answer),
        began,
    })
}

/// The path in `3<\x2f…>`; none in `3<\x2f…>(deleted)`.
fn annotated(text: &str) -> Option<PathBuf> {
    let (_, rest) = text.split_once('<')?;
    let (path, after) = rest.split_once('>')?;
    let path = PathBuf::from(OsString::from_vec(hex(path)));
    (!after.starts_with("(deleted)")).then_some(path)
}

/// The bytes between the quotes.
fn quoted(text: &str) -> Vec<u8> {
    text.split('"').nth(1).map(hex).unwrap_or_default()
}

/// `\x61\x62`, as `-xx` writes every byte.
fn hex(text: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => byte - b'0',
        _ => byte.to_ascii_lowercase() - b'a' + 10,
    };
    text.as_bytes().chunks_exact(4).map(|four| digit(four[2]) << 4 | digit(four[3])).collect()
}

#[test]
fn calls_of_several_threads_are_put_together() {
    let trace = r#"7 write(3<\x2f\x61>, "\x68\x69", 2 <unfinished ...>
8 fsync(3<\x2f\x61>) = 0
7 <... write resumed>) = 2
8 openat(AT_FDCWD<\x2f>, "\x62", O_RDONLY) = -1 ENOENT (No such file or directory)
8 mkdirat(5<\x2f\x64>, "\x62", 0700) = 0
8 +++ exited with 0 +++"#;
    let calls = calls(trace);
    let named: Vec<_> = calls.iter().map(|call| (call.name.as_str(), call.began)).collect();
    assert_eq!(named, [("fsync", 0), ("write", 0), ("mkdirat", 2)]);
    assert_eq!((calls[1].bytes(1), calls[1].open_file(0)), (b"hi".to_vec(), Some("/a".into())));
    assert_eq!(calls[2].path_at(0), Path::new("/d/b"));
    assert!(calls[1].is_about(Path::new("/a")) && !calls[1].is_about(Path::new("/d")));
}
