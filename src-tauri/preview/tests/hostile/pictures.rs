//! Pictures: decoded if they fit, refused by their header if not.

use std::time::Duration;

use cairn_preview::protocol::{Content, Kind, Request, run};
use image::ImageFormat;

use crate::build::{chunk, lines, png};
use crate::{all_warned, ask, show, show_as, worker};

fn encoded(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 128]));
    let mut file = std::io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::ImageRgb8(picture);
    let picture = if format == ImageFormat::Ico { picture.to_rgba8().into() } else { picture };
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn size(content: &Content) -> (u32, u32, u32, u32) {
    let Content::Image { width, height, original_width, original_height, .. } = content else {
        panic!("{content:?}")
    };
    (*width, *height, *original_width, *original_height)
}

#[test]
fn every_format_is_decoded() {
    for (name, format) in [
        ("x.png", ImageFormat::Png),
        ("x.jpg", ImageFormat::Jpeg),
        ("x.gif", ImageFormat::Gif),
        ("x.webp", ImageFormat::WebP),
        ("x.bmp", ImageFormat::Bmp),
        ("x.tiff", ImageFormat::Tiff),
        ("x.ico", ImageFormat::Ico),
    ] {
        let preview = show(name, &encoded(format, 100, 50));
        assert_eq!(preview.warning, None, "{name}");
        assert_eq!(size(&preview.content), (100, 50, 100, 50), "{name}");
    }
}

#[test]
fn large_pictures_are_scaled_down() {
    let preview = show("x.png", &encoded(ImageFormat::Png, 4096, 1024));
    assert_eq!(size(&preview.content), (2048, 512, 4096, 1024));
    let bytes = encoded(ImageFormat::Jpeg, 300, 600);
    let request = Request {
        kind: Kind::Image,
        name: "x.jpg".into(),
        size: bytes.len() as u64,
        max_side: Some(100),
        ..Request::default()
    };
    let preview = ask(&request, |offset, len| Ok(bytes[offset as usize..][..len as usize].to_vec())).unwrap();
    assert_eq!(size(&preview.content), (50, 100, 300, 600));
}

#[test]
fn the_limit_of_pixels_is_exact() {
    let bytes = png(8_000, 8_000, 1, 0, &lines(8_000, 8_000, 1));
    let request = Request { name: "x.png".into(), size: bytes.len() as u64, ..Request::default() };
    let mut read = |offset: u64, len: u32| Ok(bytes[offset as usize..][..len as usize].to_vec());
    // The limit is the matter here, not the time, which a busy machine may lack.
    let preview = run(worker(), &request, &mut read, Duration::from_secs(20)).unwrap();
    assert_eq!(preview.warning, None);
    assert_eq!(size(&preview.content), (2048, 2048, 8_000, 8_000));
    all_warned(&[("x.png", png(8_001, 8_000, 1, 0, &lines(8_001, 8_000, 1)), "hex", "at most 64 million")]);
}

fn tiff(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    let fields = [
        (256, width),
        (257, height),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, 8),
        (277, 1),
        (278, height),
        (279, u32::MAX),
    ];
    file.extend((fields.len() as u16).to_le_bytes());
    for (tag, value) in fields {
        file.extend((tag as u16).to_le_bytes());
        file.extend(4_u16.to_le_bytes());
        file.extend(1_u32.to_le_bytes());
        file.extend(value.to_le_bytes());
    }
    file.extend([0; 4]);
    file
}

fn icon_with(png: &[u8]) -> Vec<u8> {
    let mut file = b"\0\0\x01\0\x01\0\0\0\0\0\x01\0\x20\0".to_vec();
    file.extend((png.len() as u32).to_le_bytes());
    file.extend(22_u32.to_le_bytes());
    file.extend(png);
    file
}

fn bmp(width: i32, height: i32) -> Vec<u8> {
    let mut file = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    file.extend(width.to_le_bytes());
    file.extend(height.to_le_bytes());
    file.extend([1, 0, 24, 0]);
    file.resize(54, 0);
    file
}

#[test]
fn bombs_are_refused() {
    let mut gif = b"GIF89a\xff\xff\xff\xff\0\0\0".to_vec();
    gif.extend(b"\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0;");
    let mut webp = b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".to_vec();
    webp.extend([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    let bomb = png(100_000, 100_000, 1, 0, &[0; 1000]);
    all_warned(&[
        ("wide.png", bomb.clone(), "hex", "100000"),
        ("most.png", png(0x7fff_ffff, 0x7fff_ffff, 16, 6, &[0; 10]), "hex", "picture"),
        ("deep.png", png(7_000, 7_000, 16, 6, &[0; 10]), "hex", "picture"),
        ("zero.png", png(0, 0, 8, 6, &[]), "hex", "picture"),
        ("more.png", png(10, 10, 8, 0, &vec![0; 5_000_000]), "image", ""),
        ("less.png", png(1_000, 1_000, 8, 6, &[0; 10]), "hex", "picture"),
        ("x.gif", gif, "hex", "picture"),
        ("x.webp", webp, "hex", "picture"),
        ("x.tiff", tiff(100_000, 100_000), "hex", "picture"),
        ("strip.tiff", tiff(10, 10), "hex", "picture"),
        ("x.ico", icon_with(&bomb), "hex", "picture"),
        ("x.bmp", bmp(i32::MAX, i32::MAX), "hex", "picture"),
        ("minus.bmp", bmp(-1, i32::MIN), "hex", "picture"),
        ("cut.jpg", encoded(ImageFormat::Jpeg, 64, 64)[..200].to_vec(), "hex", "picture"),
        ("not.jpg", encoded(ImageFormat::Png, 8, 8), "image", "holds a PNG picture"),
    ]);
}

#[test]
fn chunks_and_scans_without_end_are_answered() {
    let mut apng = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut apng, *b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    chunk(&mut apng, *b"acTL", &[0xff; 8]);
    for i in 0..200_000_u32 {
        chunk(&mut apng, *b"fcTL", &[&i.to_be_bytes()[..], &[0, 0, 0, 1, 0, 0, 0, 1], &[0; 14]].concat());
    }
    let mut texts = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut texts, *b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    chunk(&mut texts, *b"iCCP", &vec![b'x'; 1_000_000]);
    let mut jpeg = encoded(ImageFormat::Jpeg, 2_000, 2_000);
    jpeg.truncate(jpeg.len() - 2);
    let scan = jpeg.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
    let scan = jpeg[scan..scan + 1000].to_vec();
    jpeg.extend(scan.repeat(10_000));
    for (name, file) in [("frames.png", apng), ("texts.png", texts), ("scans.jpg", jpeg)] {
        let preview = show_as(Kind::Auto, name, &file);
        println!("{name}: {:?}", preview.warning);
    }
}

#[test]
fn a_picture_of_ten_gigabytes_is_not_read() {
    let head = encoded(ImageFormat::Jpeg, 8, 8);
    let request = Request { name: "x.jpg".into(), size: 10_000_000_000, ..Request::default() };
    let mut asked = 0_u64;
    let preview = ask(&request, |offset, len| {
        asked += u64::from(len);
        Ok((offset..offset + u64::from(len)).map(|i| head.get(i as usize).copied().unwrap_or(0)).collect())
    });
    assert!(preview.unwrap().warning.unwrap().contains("larger than 128 MiB"));
    assert!(asked < 1 << 20);
}
