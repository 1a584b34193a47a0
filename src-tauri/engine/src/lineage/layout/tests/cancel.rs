//! Cancelling, at every question that a layout asks.

use super::samples::{Shape, sample};
use super::*;
use crate::Code;

#[test]
fn cancelled_before_it_starts() {
    let token = CancelToken::new();
    token.cancel();
    let input = Input { sizes: &[], edges: &[], keys: &[] };
    let error = layout(&input, &Options::default(), None, &token).unwrap_err();
    assert_eq!(error.code(), Code::Cancelled);
}

#[test]
fn cancelled_at_any_question() {
    let graph = sample(Shape::History, 150, 1);
    let keys: Vec<u64> = (0..150).collect();
    let input = Input { sizes: &graph.sizes, edges: &graph.edges, keys: &keys };
    let options = Options::default();
    let before = layout(&input, &options, None, &CancelToken::new()).unwrap();
    let before = Before { keys: &keys, layout: &before, anchor: Some(3) };
    for before in [None, Some(&before)] {
        let token = CancelToken::new();
        let pulse = Pulse::new(&token);
        run(&input, &options, before, &pulse).unwrap();
        let asked = pulse.asked();
        assert!(asked > 5, "asked {asked} times");
        for question in (0..asked).step_by(1 + asked as usize / 150) {
            let token = CancelToken::new();
            let pulse = Pulse::new(&token);
            pulse.set_fuse(question);
            let error = run(&input, &options, before, &pulse).unwrap_err();
            assert_eq!(error.code(), Code::Cancelled);
            assert_eq!(pulse.asked(), question + 1, "work went on after the answer");
        }
    }
}
