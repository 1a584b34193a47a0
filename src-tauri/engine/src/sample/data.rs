//! The data sets: pictures, tables, labels.

use std::fmt::Write as _;

use super::picture::plankton;
use super::random::Random;
use super::{Notes, Scratch};
use crate::Result;

/// Kinds of plankton.
pub(super) const CLASSES: [&str; 10] = [
    "acantharia",
    "appendicularia",
    "chaetognath",
    "copepod",
    "detritus",
    "diatom",
    "echinoderm",
    "euphausiid",
    "fish_egg",
    "radiolarian",
];

/// As the camera took them: a few large pictures, more with each cruise.
pub(super) fn raw(scratch: &mut Scratch, step: u64) -> Result<Notes> {
    for number in step * 30..(step + 1) * 30 {
        let picture = plankton(224, &mut Random::of("raw", number));
        scratch.write(&format!("cruise-{:02}/frame_{number:05}.png", step + 1), &picture)?;
    }
    scratch.write(
        "README.md",
        readme("plankton-raw", "Frames of the towed camera, one folder for each cruise.").as_bytes(),
    )?;
    let frames = (step + 1) * 30;
    Ok(Notes::new(format!(
        r#"{{"cruises":{},"frames":{frames},"camera":"ISIIS-3","pixel_um":32.0}}"#,
        step + 1
    ))
    .described(&format!("After cruise {}", step + 1)))
}

/// Crops for training: grows with each version, and now and then some are taken again.
pub(super) fn train(scratch: &mut Scratch, step: u64) -> Result<Notes> {
    let (from, to) = (if step == 0 { 0 } else { 150 + step * 30 }, 180 + step * 30);
    for number in from..to {
        crop(scratch, "train", number, 0)?;
    }
    for number in (0..from).filter(|number| (number + 7 * step).is_multiple_of(97)) {
        crop(scratch, "train", number, step)?;
    }
    let metadata = format!(
        r#"{{"images":{to},"classes":{},"split":"train","image_size":[72,72],"augment":{{"flip":true,"rotate":15}}}}"#,
        CLASSES.len()
    );
    let notes = Notes::new(metadata).described(if step == 0 { "First crops, labelled twice" } else { "" });
    Ok(match step {
        4 | 11 => notes.tagged("reviewed"),
        7 => notes.tagged("paper").aliased("baseline"),
        _ => notes,
    })
}

/// Crops for validation, hardly ever changed.
pub(super) fn validation(scratch: &mut Scratch, step: u64) -> Result<Notes> {
    for number in step * 20..60 + step * 20 {
        crop(scratch, "val", number, 0)?;
    }
    let metadata = format!(r#"{{"images":{},"classes":{},"split":"val"}}"#, 60 + step * 20, CLASSES.len());
    Ok(Notes::new(metadata).described("Held out, by cruise"))
}

fn crop(scratch: &mut Scratch, split: &str, number: u64, edition: u64) -> Result<()> {
    let class = CLASSES[(number % CLASSES.len() as u64) as usize];
    let picture = plankton(72, &mut Random::of(split, number + edition * 100_000));
    scratch.write(&format!("{class}/{number:05}.png"), &picture)
}

/// Where and when the net was towed.
pub(super) fn stations(scratch: &mut Scratch, step: u64) -> Result<Notes> {
    let mut table =
        String::from("station,date,lat,lon,depth_m,temperature_c,salinity_psu,chlorophyll_ug_l\n");
    for number in 0..400 + step * 120 {
        let mut random = Random::of("station", number);
        // Writing to a String can't fail.
        let _ = writeln!(
            table,
            "ST{number:04},2026-{:02}-{:02},{:.4},{:.4},{},{:.2},{:.2},{:.3}",
            1 + number / 120 % 12,
            1 + number % 28,
            random.between(53.0, 61.0),
            random.between(-4.0, 9.0),
            5 * random.below(60),
            random.between(4.0, 18.0),
            random.between(31.0, 35.5),
            random.between(0.1, 6.0),
        );
    }
    scratch.write("stations.csv", table.as_bytes())?;
    scratch
        .write("units.csv", b"column,unit\ndepth_m,m\ntemperature_c,degree Celsius\nsalinity_psu,PSU\n")?;
    Ok(Notes::new(format!(r#"{{"stations":{},"region":"North Sea"}}"#, 400 + step * 120)))
}

/// Who saw what in which crop.
pub(super) fn labels(scratch: &mut Scratch, step: u64) -> Result<Notes> {
    let count = 180 + step * 66;
    for half in ["first", "second"] {
        let mut lines = String::new();
        for number in 0..count {
            let mut random = Random::of(half, number);
            let class = CLASSES[(number % CLASSES.len() as u64) as usize];
            let _ = writeln!(
                lines,
                r#"{{"image":"{class}/{number:05}.png","label":"{class}","annotator":"{}","confidence":{:.2},"box":[{},{},{},{}]}}"#,
                ["ida", "noor", "tom"][random.below(3) as usize],
                random.between(0.6, 1.0),
                random.below(20),
                random.below(20),
                40 + random.below(30),
                40 + random.below(30),
            );
        }
        scratch.write(&format!("{half}_pass.jsonl"), lines.as_bytes())?;
    }
    let notes = Notes::new(format!(
        r#"{{"labels":{count},"annotators":3,"agreement":{:.3}}}"#,
        0.87 + step as f64 * 0.011
    ));
    Ok(if step >= 4 { notes.tagged("reviewed") } else { notes })
}

/// A short text that belongs to a collection.
pub(super) fn readme(name: &str, about: &str) -> String {
    format!(
        "# {name}\n\n{about}\n\n| | |\n|---|---|\n| Region | North Sea |\n| Contact | plankton group |\n\nSample data, made by Cairn.\n"
    )
}
