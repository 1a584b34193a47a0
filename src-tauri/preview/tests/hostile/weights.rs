//! Weights files that say what is not so.

use cairn_preview::protocol::Content;

use crate::build::{gguf, gguf_text, npy, safetensors};
use crate::{all, all_warned, show};

const GOOD: &str = r#"{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[2,3],"data_offsets":[8,32]},"a":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}"#;

#[test]
fn safetensors_are_listed() {
    let preview = show("m.safetensors", &safetensors(GOOD, 32));
    assert_eq!(preview.warning, None);
    let Content::Tensors { tensors, metadata, total_parameters, total_bytes, total, .. } = preview.content
    else {
        panic!()
    };
    assert_eq!((total_parameters, total_bytes, total), (10, 32, 2));
    assert_eq!((tensors[0].name.as_str(), tensors[1].shape.as_slice()), ("a", [2, 3].as_slice()));
    assert_eq!(metadata["format"], "pt");
    // The name does not matter.
    all(&[("blob", safetensors(GOOD, 32), "tensors"), ("none.safetensors", safetensors("{}", 0), "tensors")]);
}

#[test]
fn lying_safetensors_are_found_out() {
    let with = |dtype: &str, shape: &str, offsets: &str| {
        format!(r#"{{"t":{{"dtype":"{dtype}","shape":{shape},"data_offsets":{offsets}}}}}"#)
    };
    let length = |length: u64| [&length.to_le_bytes()[..], b"{\"a\":1}"].concat();
    all_warned(&[
        ("cut.safetensors", safetensors(GOOD, 31), "tensors", "truncated"),
        ("tail.safetensors", safetensors(GOOD, 33), "tensors", "follow"),
        ("hole.safetensors", safetensors(&with("U8", "[4]", "[4,8]"), 8), "tensors", "holes"),
        ("size.safetensors", safetensors(&with("F32", "[2]", "[0,4]"), 4), "hex", "lies"),
        ("back.safetensors", safetensors(&with("U8", "[4]", "[4,0]"), 4), "hex", "lies"),
        ("wrap.safetensors", safetensors(&with("F32", "[9223372036854775807,9]", "[0,4]"), 4), "hex", "lies"),
        ("type.safetensors", safetensors(&with("EVIL", "[1]", "[0,4]"), 4), "hex", "lies"),
        ("minus.safetensors", safetensors(&with("F32", "[-1]", "[0,4]"), 4), "hex", "broken"),
        ("json.safetensors", safetensors("{\"a\":", 0), "hex", "broken"),
        ("deep.safetensors", safetensors(&"{\"a\":".repeat(100_000), 0), "hex", "broken"),
        ("max.safetensors", length(u64::MAX), "hex", "longer than the file"),
        ("half.safetensors", length(1 << 63), "hex", "longer than the file"),
        ("tiny.safetensors", vec![1, 2, 3], "hex", "ends too early"),
    ]);
}

#[test]
fn the_limit_of_a_header_is_exact() {
    let padded = |length: usize| safetensors(&format!("{{{}}}", " ".repeat(length - 2)), 0);
    all(&[("under.safetensors", padded(16 << 20), "tensors")]);
    all_warned(&[("over.safetensors", padded((16 << 20) + 1), "hex", "longer than 16 MiB")]);
}

#[test]
fn npy_headers_are_read_and_never_run() {
    let header = |descr: &str, shape: &str| {
        format!("{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}\n")
    };
    let preview = show("x.npy", &npy(&header("'<f4'", "(2, 3)"), 24));
    assert_eq!(preview.warning, None);
    let Content::Tensors { tensors, total_bytes: 24, .. } = preview.content else { panic!() };
    assert_eq!((tensors[0].dtype.as_str(), tensors[0].shape.as_slice()), ("float32", [2, 3].as_slice()));
    all_warned(&[
        ("cut.npy", npy(&header("'<f8'", "(2, 3)"), 24), "tensors", "truncated"),
        ("huge.npy", npy(&header("'<f8'", "(9223372036854775808, 4)"), 24), "hex", "lies"),
        ("more.npy", npy(&header("'<f8'", "(99999999999999999999999,)"), 24), "hex", "not what NumPy writes"),
        ("minus.npy", npy(&header("'<f8'", "(-1,)"), 24), "hex", "not what NumPy writes"),
        ("eval.npy", npy("__import__('os').system('id')", 0), "hex", "not what NumPy writes"),
        ("call.npy", npy(&header("open('/etc/passwd').read()", "(1,)"), 0), "hex", "not what NumPy writes"),
        ("deep.npy", npy(&"[".repeat(60_000), 0), "hex", "not what NumPy writes"),
        ("object.npy", npy(&header("'|O'", "(1,)"), 8), "tensors", "never loaded"),
        ("short.npy", b"\x93NUMPY\x01\0\xff\xff{}".to_vec(), "hex", "ends too early"),
        ("long.npy", b"\x93NUMPY\x02\0\xff\xff\xff\xff{}".to_vec(), "hex", "longer than 64 KiB"),
        ("version.npy", b"\x93NUMPY\x09\0\x02\0{}{}{}".to_vec(), "hex", "unknown version"),
    ]);
}

#[test]
fn gguf_headers_are_walked() {
    let mut rest = gguf_text("general.name");
    rest.extend(8_u32.to_le_bytes());
    rest.extend(gguf_text("tiny"));
    rest.extend(gguf_text("w"));
    rest.extend(2_u32.to_le_bytes());
    rest.extend(32_u64.to_le_bytes());
    rest.extend(2_u64.to_le_bytes());
    rest.extend(8_u32.to_le_bytes());
    rest.extend([0; 8]);
    rest.extend([0; 68]);
    let preview = show("m.gguf", &gguf(1, 1, &rest));
    assert_eq!(preview.warning, None);
    let Content::Tensors { tensors, metadata, total_parameters, .. } = preview.content else { panic!() };
    assert_eq!((tensors[0].dtype.as_str(), tensors[0].bytes, total_parameters), ("Q8_0", 68, 64));
    assert_eq!(tensors[0].shape, [2, 32]);
    assert_eq!(metadata["general.name"], "tiny");
}

#[test]
fn lying_gguf_is_found_out() {
    let list = |kind: u32, count: u64| {
        [&gguf_text("k")[..], &9_u32.to_le_bytes(), &kind.to_le_bytes(), &count.to_le_bytes()].concat()
    };
    let nested = [
        gguf_text("k"),
        9_u32.to_le_bytes().to_vec(),
        [&9_u32.to_le_bytes()[..], &1_u64.to_le_bytes()].concat().repeat(1_000),
    ]
    .concat();
    let axes = [&gguf_text("t")[..], &u32::MAX.to_le_bytes()].concat();
    all_warned(&[
        ("tensors.gguf", gguf(1 << 63, 0, &[]), "hex", "ends too early"),
        ("keys.gguf", gguf(0, u64::MAX, &[]), "hex", "ends too early"),
        ("text.gguf", gguf(0, 1, &u64::MAX.to_le_bytes()), "hex", "ends too early"),
        ("list.gguf", gguf(0, 1, &list(4, 1 << 62)), "hex", "ends too early"),
        ("texts.gguf", gguf(0, 1, &list(8, 1 << 62)), "hex", "ends too early"),
        ("kind.gguf", gguf(0, 1, &list(99, 5)), "hex", "unknown type"),
        ("nested.gguf", gguf(0, 1, &nested), "hex", "nested"),
        ("axes.gguf", gguf(1, 0, &axes), "hex", "axes"),
        ("version.gguf", b"GGUF\xff\0\0\0".to_vec(), "hex", "version 255"),
        ("stub.gguf", b"GGUF".to_vec(), "hex", "ends too early"),
    ]);
}
