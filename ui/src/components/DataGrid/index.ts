export { ColumnChooser } from "./ColumnChooser";
export { useColumnLayout, type ColumnLayout } from "./columns";
export { DataGrid } from "./DataGrid";
export * from "./selection";
export type { Column, DataGridProps, GridHandle, GridTarget, Sort } from "./types";
export type { LoadRows, RowPage } from "../virtual/PageCache";
