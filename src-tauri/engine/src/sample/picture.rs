//! Small pictures as PNG, without compression.

use super::random::Random;

/// Colour type of PNG: one byte of grey.
const GREY: u8 = 0;
/// Colour type of PNG: three bytes.
const RGB: u8 = 2;
/// Most bytes in a stored block of deflate.
const BLOCK: usize = 65_535;

/// A plankton-like shape on a dark ground: a body, a nucleus, some spines, noise. `side` pixels square.
pub(super) fn plankton(side: u32, random: &mut Random) -> Vec<u8> {
    let size = f64::from(side);
    let (x, y) = (random.between(0.35, 0.65) * size, random.between(0.35, 0.65) * size);
    let (wide, high) = (random.between(0.12, 0.3) * size, random.between(0.12, 0.3) * size);
    let (spines, turn) = (random.below(9) as f64, random.between(0.0, 3.0));
    let mut pixels = Vec::with_capacity((side * side) as usize);
    for row in 0..side {
        for column in 0..side {
            let (dx, dy) = ((f64::from(column) - x) / wide, (f64::from(row) - y) / high);
            let distance = dx.mul_add(dx, dy * dy).sqrt();
            let edge = 0.15f64.mul_add((dy.atan2(dx) * spines + turn).sin(), 1.0);
            let body = if distance < edge { 110.0 - 40.0 * distance / edge } else { 0.0 };
            let nucleus = if distance < 0.3 { 70.0 } else { 0.0 };
            let noise = (random.next() & 15) as f64;
            pixels.push((12.0 + body + nucleus + noise) as u8);
        }
    }
    png(side, GREY, &pixels)
}

/// A matrix of values from 0 to 1 as squares of `cell` pixels, from dark blue to yellow.
pub(super) fn heatmap(values: &[Vec<f64>], cell: u32) -> Vec<u8> {
    let side = values.len() as u32 * cell;
    let mut pixels = Vec::with_capacity((side * side * 3) as usize);
    for row in 0..side {
        for column in 0..side {
            let value = values[(row / cell) as usize][(column / cell) as usize].clamp(0.0, 1.0).sqrt();
            pixels.push((30.0 + 222.0 * value) as u8);
            pixels.push((20.0 + 205.0 * value) as u8);
            pixels.push((90.0 - 60.0 * value) as u8);
        }
    }
    png(side, RGB, &pixels)
}

/// A square PNG with eight bits a channel.
fn png(side: u32, colour: u8, pixels: &[u8]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = [side.to_be_bytes(), side.to_be_bytes()].concat();
    header.extend_from_slice(&[8, colour, 0, 0, 0]);
    chunk(&mut out, *b"IHDR", &header);
    let width = pixels.len() / side as usize;
    let mut rows = Vec::with_capacity(pixels.len() + side as usize);
    for row in pixels.chunks(width) {
        rows.push(0); // no filter
        rows.extend_from_slice(row);
    }
    chunk(&mut out, *b"IDAT", &stored(&rows));
    chunk(&mut out, *b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    out.extend_from_slice(&(data.len() as u32).to_be_bytes());
    let from = out.len();
    out.extend_from_slice(&kind);
    out.extend_from_slice(data);
    let check = crc32(&out[from..]);
    out.extend_from_slice(&check.to_be_bytes());
}

/// A zlib stream of stored blocks.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = bytes.len().div_ceil(BLOCK);
    for (index, block) in bytes.chunks(BLOCK).enumerate() {
        let len = block.len() as u16;
        out.push(u8::from(index + 1 == blocks));
        out.extend_from_slice(&len.to_le_bytes());
        out.extend_from_slice(&(!len).to_le_bytes());
        out.extend_from_slice(block);
    }
    out.extend_from_slice(&adler32(bytes).to_be_bytes());
    out
}

fn adler32(bytes: &[u8]) -> u32 {
    let (mut low, mut high) = (1_u32, 0_u32);
    // So many sums fit into 32 bits.
    for part in bytes.chunks(5552) {
        for byte in part {
            low += u32::from(*byte);
            high += low;
        }
        low %= 65_521;
        high %= 65_521;
    }
    (high << 16) | low
}

const CRC: [u32; 256] = crc_table();

const fn crc_table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut value = index as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { (value >> 1) ^ 0xedb8_8320 } else { value >> 1 };
            bit += 1;
        }
        table[index] = value;
        index += 1;
    }
    table
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| CRC[((crc ^ u32::from(*byte)) & 0xff) as usize] ^ (crc >> 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standards() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
    }

    #[test]
    fn a_picture_has_its_length() {
        let picture = plankton(64, &mut Random::of("test", 1));
        // Signature, three chunks with their frames, the header, and a zlib stream of one block.
        assert_eq!(picture.len(), 8 + 3 * 12 + 13 + 2 + 5 + 64 * 65 + 4);
        assert!(picture.starts_with(b"\x89PNG"));
    }
}
