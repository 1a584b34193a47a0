//! A first guess at the type of what is to be logged.

use super::Listing;

const MODEL: [&str; 14] = [
    "safetensors",
    "onnx",
    "gguf",
    "pt",
    "pth",
    "ckpt",
    "h5",
    "keras",
    "tflite",
    "pb",
    "joblib",
    "pkl",
    "mlmodel",
    "bin",
];
const DATASET: [&str; 20] = [
    "parquet", "csv", "tsv", "jsonl", "arrow", "feather", "png", "jpg", "jpeg", "webp", "tif", "tiff", "gif",
    "wav", "flac", "mp3", "mp4", "npy", "npz", "tfrecord",
];

/// `model` where weights make up most of the bytes, `dataset` where data do, else `artifact`.
pub fn suggest_type(listing: &Listing) -> &'static str {
    let (mut model, mut dataset) = (0_u64, 0_u64);
    for item in &listing.items {
        let extension =
            item.path.file_name().rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        let weight = item.stat.size.max(1);
        match extension.as_deref() {
            Some(extension) if MODEL.contains(&extension) => model += weight,
            Some(extension) if DATASET.contains(&extension) => dataset += weight,
            _ => {}
        }
    }
    match (model, dataset) {
        (0, 0) => "artifact",
        _ if model >= dataset => "model",
        _ => "dataset",
    }
}
