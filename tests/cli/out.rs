//! What stands on stdout and stderr.

use std::io::Read as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::bench::{Ctl, text};

#[test]
fn help_version_completions_and_manual() {
    let ctl = Ctl::new();
    for command in ["log", "show", "serve", "completions"] {
        assert!(ctl.ok(&["--help"]).contains(command));
    }
    assert!(ctl.ok(&["--version"]).starts_with("cairnctl "));
    assert!(ctl.ok(&["log", "--help"]).contains("--metadata"));
    for (shell, mark) in
        [("bash", "complete -F"), ("zsh", "#compdef cairnctl"), ("fish", "complete -c cairnctl")]
    {
        assert!(ctl.ok(&["completions", shell]).contains(mark), "{shell}");
    }
    assert!(ctl.ok(&["man"]).contains(".TH cairnctl 1"));
    assert!(ctl.ok(&["man", "log"]).contains("exclude"));
    assert!(!ctl.path("store").exists());
}

#[test]
fn no_colour_and_no_bar_without_a_terminal() {
    let ctl = Ctl::filled();
    for words in [["versions", "data"], ["show", "data"], ["log", "--help"]] {
        let output = ctl.run(&words);
        assert!(!text(&output.stdout).contains('\u{1b}') && output.stderr.is_empty(), "{words:?}");
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let ctl = Ctl::new();
    for number in 0..3000 {
        ctl.write(&format!("in/{number:04}-{}", "x".repeat(60)), b"x");
    }
    ctl.ok(&["log", "in", "--name", "many", "--type", "t"]);
    for words in [&["files", "many"][..], &["--json", "files", "many"], &["manifest", "many"]] {
        let mut child = ctl.command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""), "{words:?}");
    }
}

#[test]
fn an_interrupt_cancels_a_log() {
    let ctl = Ctl::new();
    ctl.ok(&["projects", "create", "x"]);
    let before = ctl.json(&["store", "info"])["revision"].clone();
    let large = std::fs::File::create(ctl.path("large")).unwrap();
    large.set_len(20 << 30).unwrap(); // sparse: takes long to read and no room
    let mut child = ctl
        .command(&["--json", "log", "large", "--name", "x", "--type", "t"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(700));
    let asked = Instant::now();
    assert!(
        std::process::Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status()
            .unwrap()
            .success()
    );
    let status = child.wait().unwrap();
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
    let output = child.wait_with_output().unwrap();
    assert_eq!((status.code(), text(&output.stdout).as_str()), (Some(130), ""));
    let error: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(error["code"], "cancelled");
    assert_eq!(ctl.json(&["store", "info"])["revision"], before);
    assert_eq!(ctl.json(&["check", "--read-data"])["damage"], serde_json::json!([]));
}
