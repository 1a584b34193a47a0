//! The models and their evaluations.

use std::fmt::Write as _;

use super::data::{CLASSES, readme};
use super::picture::heatmap;
use super::random::Random;
use super::tensors::{Tensor, safetensors};
use super::{Notes, Scratch};
use crate::Result;

/// How a model is trained.
pub(super) struct Recipe {
    name: &'static str,
    about: &'static str,
    /// Width of the layers.
    width: usize,
    layers: usize,
    /// After so many versions the backbone is trained on.
    freeze: u64,
    /// Accuracy at the beginning and at the end.
    accuracy: (f64, f64),
    rate: f64,
}

const RESNET: Recipe = Recipe {
    name: "resnet-plankton",
    about: "A small residual network, the baseline.",
    width: 192,
    layers: 5,
    freeze: 4,
    accuracy: (0.61, 0.884),
    rate: 1e-3,
};
const VIT: Recipe = Recipe {
    name: "vit-plankton",
    about: "A vision transformer, trained on the same crops.",
    width: 224,
    layers: 7,
    freeze: 5,
    accuracy: (0.55, 0.931),
    rate: 3e-4,
};
const DISTILLED: Recipe = Recipe {
    name: "distilled-s",
    about: "Small enough for the camera; learns from vit-plankton.",
    width: 128,
    layers: 4,
    freeze: 3,
    accuracy: (0.72, 0.907),
    rate: 5e-4,
};

pub(super) fn resnet(scratch: &mut Scratch, step: u64) -> Result<Notes> {
    let notes = checkpoint(scratch, &RESNET, step, 12)?;
    Ok(match step {
        6 => notes.tagged("paper").aliased("baseline"),
        11 => notes.aliased("candidate"),
        _ => notes,
    })
}

pub(super) fn vit(scratch: &mut Scratch, step: u64) -> Result<Notes> {
    let notes = checkpoint(scratch, &VIT, step, 14)?;
    Ok(match step {
        9 => notes.tagged("reviewed"),
        11 => notes
            .aliased("best model")
            .tagged("paper")
            .described("Best on the held-out cruises; used in the paper."),
        13 => notes.aliased("candidate"),
        _ => notes,
    })
}

pub(super) fn distilled(scratch: &mut Scratch, step: u64) -> Result<Notes> {
    let notes = checkpoint(scratch, &DISTILLED, step, 6)?;
    Ok(match step {
        4 => notes.aliased("production-candidate").tagged("reviewed"),
        _ => notes,
    })
}

/// One setting of a search: its numbers, and a head that is small.
pub(super) fn sweep(scratch: &mut Scratch, step: u64) -> Result<Notes> {
    let mut random = Random::of("vit-sweep", step);
    let (rate, depth) = (1e-4 * f64::from(1 << (step % 6)), 4 + step / 6);
    let accuracy =
        0.86 - (rate - 8e-4).abs() * 40.0 - (depth as f64 - 8.0).abs() * 0.011 + random.between(-0.01, 0.01);
    tiny(scratch, "vit-sweep", step)?;
    Ok(Notes::new(format!(r#"{{"lr":{rate},"depth":{depth},"val_acc":{accuracy:.4}}}"#)))
}

/// A night's training on what the day brought.
pub(super) fn nightly(scratch: &mut Scratch, step: u64) -> Result<Notes> {
    let noise = Random::of("vit-nightly", step).between(-0.006, 0.006);
    let accuracy = 0.9 + 0.03 * (1.0 - (-(step as f64) / 18.0).exp()) + noise;
    tiny(scratch, "vit-nightly", step)?;
    Ok(Notes::new(format!(r#"{{"night":{step},"val_acc":{accuracy:.4}}}"#)))
}

fn tiny(scratch: &mut Scratch, name: &str, step: u64) -> Result<()> {
    let head = [Tensor::new("head.weight", CLASSES.len(), 64)];
    scratch.write("head.safetensors", &safetensors(&head, &mut Random::of(name, 9000 + step)))
}

/// Validation accuracy after an epoch.
fn accuracy(recipe: &Recipe, epoch: u64, last: u64) -> f64 {
    let (low, high) = recipe.accuracy;
    let curve = 1.0 - (-3.2 * epoch as f64 / last as f64).exp();
    let noise = Random::of(recipe.name, epoch).between(-0.008, 0.008);
    high.mul_add(curve, low * (1.0 - curve)) + noise
}

fn loss(recipe: &Recipe, epoch: u64, last: u64) -> f64 {
    (1.0 - accuracy(recipe, epoch, last)).mul_add(2.1, 0.09)
}

fn checkpoint(scratch: &mut Scratch, recipe: &Recipe, step: u64, versions: u64) -> Result<Notes> {
    let (epoch, last) = ((step + 1) * 5, versions * 5);
    let stage = step / recipe.freeze;
    let width = recipe.width;
    if step.is_multiple_of(recipe.freeze) {
        let layer = |index| Tensor::new(format!("blocks.{index}.weight"), width, width);
        let backbone: Vec<Tensor> = (0..recipe.layers).map(layer).collect();
        scratch.write(
            "backbone.safetensors",
            &safetensors(&backbone, &mut Random::of(recipe.name, 1000 + stage)),
        )?;
    }
    let head =
        [Tensor::new("head.weight", CLASSES.len() * 16, width), Tensor::new("head.bias", 1, CLASSES.len())];
    scratch.write("head.safetensors", &safetensors(&head, &mut Random::of(recipe.name, 2000 + step)))?;
    scratch.write("config.json", config(recipe).as_bytes())?;
    scratch.write("metrics.csv", metrics(recipe, epoch, last).as_bytes())?;
    scratch.write("README.md", readme(recipe.name, recipe.about).as_bytes())?;
    let metadata = format!(
        r#"{{"epoch":{epoch},"val_acc":{:.4},"val_loss":{:.4},"loss":{:.4},"lr":{},"framework":"torch 2.9","stage":{stage}}}"#,
        accuracy(recipe, epoch, last),
        loss(recipe, epoch, last),
        loss(recipe, epoch, last) * 0.83,
        recipe.rate / f64::from(1 << stage),
    );
    Ok(Notes::new(metadata).described(&format!("Epoch {epoch} of {last}")))
}

fn config(recipe: &Recipe) -> String {
    format!(
        "{{\n  \"model\": \"{}\",\n  \"width\": {},\n  \"layers\": {},\n  \"classes\": {},\n  \"image_size\": 72,\n  \"optimizer\": {{ \"name\": \"adamw\", \"lr\": {}, \"weight_decay\": 0.05 }},\n  \"batch_size\": 64,\n  \"seed\": 17\n}}\n",
        recipe.name,
        recipe.width,
        recipe.layers,
        CLASSES.len(),
        recipe.rate
    )
}

fn metrics(recipe: &Recipe, until: u64, last: u64) -> String {
    let mut table = String::from("epoch,loss,val_loss,val_acc,lr\n");
    for epoch in 1..=until {
        let val_loss = loss(recipe, epoch, last);
        // Writing to a String can't fail.
        let _ = writeln!(
            table,
            "{epoch},{:.5},{val_loss:.5},{:.5},{}",
            val_loss * 0.83,
            accuracy(recipe, epoch, last),
            recipe.rate
        );
    }
    table
}

/// How well the transformer tells the classes apart.
pub(super) fn evaluation(scratch: &mut Scratch, step: u64) -> Result<Notes> {
    let epoch = (step + 1) * 10;
    let right = accuracy(&VIT, epoch, 70);
    let matrix = confusion(right, step);
    let mut table = format!("actual,{}\n", CLASSES.join(","));
    for (class, row) in CLASSES.iter().zip(&matrix) {
        let cells: Vec<String> = row.iter().map(|value| format!("{:.0}", value * 120.0)).collect();
        let _ = writeln!(table, "{class},{}", cells.join(","));
    }
    scratch.write("confusion_matrix.csv", table.as_bytes())?;
    scratch.write("confusion_matrix.png", &heatmap(&matrix, 24))?;
    let scores: Vec<String> = CLASSES
        .iter()
        .zip(&matrix)
        .enumerate()
        .map(|(at, (class, row))| format!("    \"{class}\": {:.4}", row[at]))
        .collect();
    let json = format!(
        "{{\n  \"model\": \"vit-plankton\",\n  \"epoch\": {epoch},\n  \"accuracy\": {right:.4},\n  \"recall\": {{\n{}\n  }}\n}}\n",
        scores.join(",\n")
    );
    scratch.write("metrics.json", json.as_bytes())?;
    let metadata =
        format!(r#"{{"epoch":{epoch},"val_acc":{right:.4},"macro_f1":{:.4},"images":120}}"#, right - 0.017);
    Ok(Notes::new(metadata).tagged(if step.is_multiple_of(2) { "nightly" } else { "reviewed" }))
}

/// Rows of shares that add up to 1, most of it on the diagonal.
fn confusion(right: f64, step: u64) -> Vec<Vec<f64>> {
    let row = |actual: usize| {
        let mut random = Random::of("confusion", step * 100 + actual as u64);
        let hit = (right + random.between(-0.06, 0.04)).min(0.99);
        let mut shares: Vec<f64> = CLASSES.iter().map(|_| random.unit().powi(3)).collect();
        shares[actual] = 0.0;
        let sum: f64 = shares.iter().sum();
        for share in &mut shares {
            *share *= (1.0 - hit) / sum;
        }
        shares[actual] = hit;
        shares
    };
    (0..CLASSES.len()).map(row).collect()
}
