//! Pictures: refused by their header before memory is taken, scaled down, given back as PNG.

use std::io::Cursor as Memory;

use base64::Engine as _;
use cairn_preview::protocol::{Content, Request};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::Shown;
use crate::channel::{Source, Trouble, unreadable};
use crate::drawing;

/// Pixels of the original at most.
const MAX_PIXELS: u64 = 64_000_000;
/// Bytes of the decoded original at most.
const MAX_DECODED: u64 = 256 << 20;
/// Bytes of the file at most: some decoders read all of it first.
const MAX_FILE: u64 = 128 << 20;
/// Pixels of the answer's longest side at most.
pub(crate) const MAX_SIDE: u32 = 2048;

/// A format known by its first bytes.
pub(crate) struct Format {
    decoder: ImageFormat,
    extensions: &'static [&'static str],
    /// The name in a sentence.
    pub(crate) says: &'static str,
}

const FORMATS: &[(&[u8], Format)] = &[
    (
        b"\x89PNG\r\n\x1a\n",
        Format { decoder: ImageFormat::Png, extensions: &["png", "apng"], says: "a PNG picture" },
    ),
    (
        b"\xff\xd8\xff",
        Format { decoder: ImageFormat::Jpeg, extensions: &["jpg", "jpeg"], says: "a JPEG picture" },
    ),
    (b"GIF8", Format { decoder: ImageFormat::Gif, extensions: &["gif"], says: "a GIF picture" }),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"\0\0\x01\0", Format { decoder: ImageFormat::Ico, extensions: &["ico"], says: "an icon" }),
];
const TIFF: Format =
    Format { decoder: ImageFormat::Tiff, extensions: &["tif", "tiff"], says: "a TIFF picture" };
const WEBP: Format = Format { decoder: ImageFormat::WebP, extensions: &["webp"], says: "a WebP picture" };
const BMP: Format = Format { decoder: ImageFormat::Bmp, extensions: &["bmp"], says: "a BMP picture" };

/// The format of a picture, by its first bytes.
pub(crate) fn format(head: &[u8]) -> Option<&'static Format> {
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some(&WEBP);
    }
    // Two letters are little; the four reserved bytes after the size must be zero too.
    if head.starts_with(b"BM") && head.get(6..10) == Some(&[0; 4]) {
        return Some(&BMP);
    }
    FORMATS.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, format)| format)
}

/// Whether an extension fits the picture's bytes.
pub(crate) fn agrees(head: &[u8], extension: &str) -> bool {
    format(head).map_or(extension == "svg", |format| format.extensions.contains(&extension))
}

/// The picture as PNG.
pub(crate) fn show(source: &Source<'_>, request: &Request) -> Result<Shown, Trouble> {
    let head = source.window(0, 64)?;
    let side = request.max_side.unwrap_or(MAX_SIDE).clamp(1, MAX_SIDE);
    let Some(format) = format(&head) else { return drawing::show(source, side) };
    if source.size() > MAX_FILE {
        return unreadable(format!("The picture's file is larger than {} MiB.", MAX_FILE >> 20));
    }
    let mut reader = ImageReader::with_format(source.cursor(), format.decoder);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|error| broken(&error))?;
    let (original_width, original_height) = checked(&decoder)?;
    let picture = oriented(decoder, side)?;
    let (width, height) = (picture.width(), picture.height());
    let png_base64 = encode(&picture)?;
    let format = format.decoder.extensions_str().first().copied().unwrap_or("picture").to_owned();
    Ok(Content::Image { png_base64, width, height, original_width, original_height, format }.into())
}

fn broken(error: &image::ImageError) -> Trouble {
    Trouble::Unreadable(format!("The picture cannot be decoded: {error}."))
}

/// The size in pixels, if decoding it fits the limits.
fn checked(decoder: &impl ImageDecoder) -> Result<(u32, u32), Trouble> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return unreadable("The picture has no pixels.");
    }
    if pixels > MAX_PIXELS || decoder.total_bytes() > MAX_DECODED {
        let most = MAX_PIXELS / 1_000_000;
        return unreadable(format!(
            "The picture has {width} × {height} pixels; a preview takes at most {most} million."
        ));
    }
    Ok((width, height))
}

/// Decodes, scales to the longest side and turns as the camera was held.
fn oriented(mut decoder: impl ImageDecoder, side: u32) -> Result<DynamicImage, Trouble> {
    let orientation = decoder.orientation().ok();
    let full = DynamicImage::from_decoder(decoder).map_err(|error| broken(&error))?;
    let mut small = if full.width().max(full.height()) > side { full.thumbnail(side, side) } else { full };
    if let Some(orientation) = orientation {
        small.apply_orientation(orientation);
    }
    Ok(small)
}

/// PNG in base64, eight bits a channel.
pub(crate) fn encode(picture: &DynamicImage) -> Result<String, Trouble> {
    let plain = if picture.color().has_alpha() {
        DynamicImage::ImageRgba8(picture.to_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.to_rgb8())
    };
    let mut png = Memory::new(Vec::new());
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Sub);
    plain.write_with_encoder(encoder).map_err(|error| broken(&error))?;
    Ok(base64::engine::general_purpose::STANDARD.encode(png.get_ref()))
}
