export { ComparePage } from "./ComparePage";
export { MetadataDiff } from "./MetadataDiff";
export { comparePath } from "./path";
