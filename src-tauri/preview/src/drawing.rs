//! SVG as pixels. Nothing it points to is loaded, nothing it says is run; words need a font and are left out.

use cairn_preview::protocol::Content;
use image::{DynamicImage, RgbaImage};
use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use crate::Shown;
use crate::channel::{Source, Trouble, unreadable};
use crate::picture;

/// Bytes of the file at most.
const MAX_FILE: u64 = 8 << 20;
/// Entities are for bombs and for reading files; a drawing has no need of more.
const MAX_ENTITIES: usize = 64;
/// Pixels of the longest side that a small drawing is enlarged to.
const ENLARGED: f32 = 512.0;

/// The drawing as PNG.
pub(crate) fn show(source: &Source<'_>, side: u32) -> Result<Shown, Trouble> {
    if source.size() > MAX_FILE {
        return unreadable(format!("The drawing's file is larger than {} MiB.", MAX_FILE >> 20));
    }
    let bytes = source.window(0, MAX_FILE)?;
    // From a string, never from bytes: bytes may be compressed and unpack to anything.
    let Ok(svg) = std::str::from_utf8(&bytes) else { return unreadable("The drawing is not text in UTF-8.") };
    if svg.matches("<!ENTITY").count() > MAX_ENTITIES {
        return unreadable("The drawing defines too many entities.");
    }
    let tree = Tree::from_str(svg, &options())
        .map_err(|error| Trouble::Unreadable(format!("The drawing cannot be read: {error}.")))?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let picture = raster(&tree, side)?;
    let content = Content::Image {
        png_base64: picture::encode(&picture)?,
        width: picture.width(),
        height: picture.height(),
        original_width: width.ceil() as u32,
        original_height: height.ceil() as u32,
        format: "svg".to_owned(),
    };
    let words = svg.contains("<text") || svg.contains("<image") || svg.contains("<foreignObject");
    let warning = words.then(|| "Words and embedded pictures of the drawing are not shown.".to_owned());
    Ok(Shown { content, warning })
}

fn options() -> Options<'static> {
    Options {
        resources_dir: None,
        // By default a string is the path of a file to be read.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

fn raster(tree: &Tree, side: u32) -> Result<DynamicImage, Trouble> {
    let (width, height) = (tree.size().width(), tree.size().height());
    let longest = width.max(height);
    let target = longest.max(ENLARGED).min(side as f32);
    let scale = target / longest;
    let pixels = |length: f32| ((length * scale).round() as u32).clamp(1, side);
    let Some(mut pixmap) = Pixmap::new(pixels(width), pixels(height)) else {
        return unreadable("The drawing has no size.");
    };
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let (width, height) = (pixmap.width(), pixmap.height());
    let colours = pixmap.pixels().iter().map(PremultipliedColorU8::demultiply);
    let bytes = colours.flat_map(|c| [c.red(), c.green(), c.blue(), c.alpha()]).collect();
    RgbaImage::from_raw(width, height, bytes)
        .map(DynamicImage::ImageRgba8)
        .ok_or_else(|| Trouble::Unreadable("The drawing has no size.".into()))
}
