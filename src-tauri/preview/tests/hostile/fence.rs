//! The fence holds, and the host bears whatever a worker says.

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use cairn_preview::protocol::{Content, Failure, Kind, MAX_RANGE, Request, run, serve};

use crate::{ask, worker};

#[test]
#[cfg(all(target_os = "linux", debug_assertions))]
fn nothing_gets_through() {
    let request = Request { kind: Kind::SelftestFence, ..Request::default() };
    let preview = ask(&request, |_, _| Ok(Vec::new())).unwrap();
    let Content::Text { content, .. } = preview.content else { panic!("no report") };
    for attempt in ["read file", "list folder", "write file", "udp socket", "tcp socket", "program", "thread"]
    {
        let line = content.lines().find(|line| line.starts_with(attempt)).unwrap();
        // 1 is EPERM, the filter's answer; 13 is EACCES, Landlock's.
        assert!(line.ends_with(": 1") || line.ends_with(": 13"), "{line}");
    }
    assert!(content.contains("memory: refused"), "{content}");
    assert!(content.contains("landlock: true") || !kernel_has_landlock(), "{content}");
    assert!(!Path::new("/tmp/cairn-preview-selftest").exists());
}

/// Asks the kernel for a ruleset and does not put it in force.
#[cfg(all(target_os = "linux", debug_assertions))]
fn kernel_has_landlock() -> bool {
    use landlock::{AccessFs, CompatLevel, Compatible, Ruleset, RulesetAttr};
    let rules =
        Ruleset::default().set_compatibility(CompatLevel::HardRequirement).handle_access(AccessFs::ReadFile);
    rules.and_then(Ruleset::create).is_ok()
}

#[test]
fn an_unreadable_range_ends_in_order() {
    let request = Request { name: "a.txt".into(), size: 10, ..Request::default() };
    let answer = ask(&request, |_, _| Err(io::Error::other("damaged")));
    assert!(matches!(answer, Err(Failure::Source(_))), "{answer:?}");
}

#[test]
fn a_slow_answer_is_cut_off() {
    let request = Request { name: "a.txt".into(), size: 10, ..Request::default() };
    let mut slow = |_: u64, _: u32| {
        std::thread::sleep(Duration::from_millis(400));
        Ok(b"0123456789".to_vec())
    };
    let answer = run(worker(), &request, &mut slow, Duration::from_millis(100));
    assert!(matches!(answer, Err(Failure::Timeout)), "{answer:?}");
}

#[test]
fn a_missing_program_is_named() {
    let answer =
        run(Path::new("/no/such/program"), &Request::default(), &mut |_, _| Ok(Vec::new()), Duration::MAX);
    assert!(matches!(answer, Err(Failure::Start(_))), "{answer:?}");
}

#[test]
fn a_worker_that_lies_is_refused() {
    let long = vec![b'x'; 33 << 20];
    let greedy = format!("{{\"read\":{{\"offset\":0,\"len\":{}}}}}\n", MAX_RANGE + 1);
    let words: [(&[u8], bool); 5] =
        [(b"", false), (b"{\"read\":", false), (b"what?\n", true), (greedy.as_bytes(), true), (&long, true)];
    for (said, protocol) in words {
        let answer = serve(&Request::default(), io::sink(), said, &mut |_, _| Ok(Vec::new()));
        let fits = if protocol {
            matches!(answer, Err(Failure::Protocol(_)))
        } else {
            matches!(answer, Err(Failure::Died))
        };
        assert!(fits, "{answer:?}");
    }
}

#[test]
fn a_worker_reads_nothing_but_its_file() {
    let said = b"{\"read\":{\"offset\":5,\"len\":100}}\n{\"read\":{\"offset\":50,\"len\":1}}\n{\"failed\":{\"reason\":\"r\"}}\n";
    let request = Request { size: 10, ..Request::default() };
    let mut asked = Vec::new();
    let answer = serve(&request, io::sink(), said.as_slice(), &mut |offset, len| {
        asked.push((offset, len));
        Ok(vec![0; 5])
    });
    assert!(matches!(answer, Err(Failure::Refused(reason)) if reason == "r"));
    assert_eq!(asked, [(5, 5)]);
}

#[test]
fn a_preview_starts_fast() {
    let request = Request { name: "a.txt".into(), size: 5, ..Request::default() };
    let quickest = (0..10)
        .map(|_| {
            let started = Instant::now();
            ask(&request, |_, _| Ok(b"hello".to_vec())).unwrap();
            started.elapsed()
        })
        .min()
        .unwrap();
    // Ten times the aim, for machines that do other work meanwhile.
    assert!(quickest < Duration::from_millis(100), "{quickest:?}");
}
