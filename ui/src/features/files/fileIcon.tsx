import { Binary, Brain, File, FileArchive, FileBraces, FileCode, FileMusic, FileSpreadsheet, FileText, Folder, Image, Link2, Table2, type LucideIcon } from "lucide-react";

const GROUPS: readonly [LucideIcon, string][] = [
  [Image, "png jpg jpeg gif webp bmp tif tiff svg avif ico ppm pgm"],
  [Table2, "parquet arrow feather orc avro"],
  [FileSpreadsheet, "csv tsv xlsx xls ods"],
  [FileBraces, "json jsonl ndjson geojson ipynb"],
  [FileText, "md markdown txt rst log tex pdf"],
  [FileCode, "py js ts tsx jsx rs c h cpp java go sh toml yaml yml xml html css sql r jl ini cfg"],
  [FileArchive, "zip tar gz tgz bz2 xz zst 7z whl jar"],
  [Brain, "safetensors gguf onnx pt pth ckpt h5 keras tflite pb joblib"],
  [Binary, "npy npz bin dat pkl pickle tfrecord"],
  [FileMusic, "wav mp3 flac ogg m4a aac"],
];
const BY_EXTENSION = new Map(GROUPS.flatMap(([icon, extensions]) => extensions.split(" ").map((extension) => [extension, icon] as const)));

export interface FileIconProps {
  path: string;
  isFolder?: boolean;
  isReference?: boolean;
}

/** What a file is, by its name; always beside the name, so it isn't spoken. */
export function FileIcon({ path, isFolder = false, isReference = false }: FileIconProps) {
  const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  const Icon = isFolder ? Folder : isReference ? Link2 : (BY_EXTENSION.get(extension) ?? File);
  return <Icon aria-hidden="true" strokeWidth={1.6} />;
}
