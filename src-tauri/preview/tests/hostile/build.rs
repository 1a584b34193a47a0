//! Builds files byte by byte, wrong where they are to be wrong.

/// A PNG with the given header and scan lines, stored without compression.
pub(crate) fn png(width: u32, height: u32, depth: u8, colour: u8, raw: &[u8]) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([depth, colour, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"IDAT", &zlib(raw));
    chunk(&mut file, *b"IEND", &[]);
    file
}

/// Scan lines of zeros.
pub(crate) fn lines(width: u32, height: u32, bits: u32) -> Vec<u8> {
    vec![0; (1 + (width as usize * bits as usize).div_ceil(8)) * height as usize]
}

pub(crate) fn chunk(file: &mut Vec<u8>, name: [u8; 4], body: &[u8]) {
    file.extend((body.len() as u32).to_be_bytes());
    let start = file.len();
    file.extend(name);
    file.extend(body);
    let sum = crc(&file[start..]);
    file.extend(sum.to_be_bytes());
}

fn zlib(raw: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = raw.chunks(65_535).count().max(1);
    for (i, block) in raw.chunks(65_535).enumerate() {
        out.push(u8::from(i + 1 == blocks));
        out.extend((block.len() as u16).to_le_bytes());
        out.extend((!(block.len() as u16)).to_le_bytes());
        out.extend(block);
    }
    let (a, b) = raw.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (a + b) % 65_521)
    });
    out.extend(((b << 16) | a).to_be_bytes());
    out
}

fn crc(bytes: &[u8]) -> u32 {
    let table: Vec<u32> = (0..256_u32)
        .map(|n| (0..8).fold(n, |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 }))
        .collect();
    !bytes.iter().fold(!0_u32, |sum, byte| table[((sum ^ u32::from(*byte)) & 255) as usize] ^ (sum >> 8))
}

/// A safetensors file with a header and so many bytes of data.
pub(crate) fn safetensors(header: &str, data: usize) -> Vec<u8> {
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header.as_bytes());
    file.resize(file.len() + data, 0);
    file
}

/// An npy file, version 1.0, with a header and so many bytes of data.
pub(crate) fn npy(header: &str, data: usize) -> Vec<u8> {
    let mut file = b"\x93NUMPY\x01\0".to_vec();
    file.extend((header.len() as u16).to_le_bytes());
    file.extend(header.as_bytes());
    file.resize(file.len() + data, 0);
    file
}

/// A ZIP of entries (path, claimed size) that are stored and empty.
pub(crate) fn zip(entries: &[(&str, u32)]) -> Vec<u8> {
    let mut file = b"PK\x03\x04".to_vec();
    file.resize(30, 0);
    let start = file.len() as u32;
    for (path, size) in entries {
        let mut entry = b"PK\x01\x02".to_vec();
        entry.resize(46, 0);
        entry[24..28].copy_from_slice(&size.to_le_bytes());
        entry[28..30].copy_from_slice(&(path.len() as u16).to_le_bytes());
        file.extend(entry);
        file.extend(path.as_bytes());
    }
    let length = file.len() as u32 - start;
    let mut end = b"PK\x05\x06".to_vec();
    end.resize(22, 0);
    end[10..12].copy_from_slice(&(entries.len() as u16).to_le_bytes());
    end[12..16].copy_from_slice(&length.to_le_bytes());
    end[16..20].copy_from_slice(&start.to_le_bytes());
    file.extend(end);
    file
}

/// The start of a GGUF file, version 3, with its two counts.
pub(crate) fn gguf(tensors: u64, keys: u64, rest: &[u8]) -> Vec<u8> {
    let mut file = b"GGUF\x03\0\0\0".to_vec();
    file.extend(tensors.to_le_bytes());
    file.extend(keys.to_le_bytes());
    file.extend(rest);
    file
}

/// A text as GGUF has it.
pub(crate) fn gguf_text(text: &str) -> Vec<u8> {
    [&(text.len() as u64).to_le_bytes(), text.as_bytes()].concat()
}
