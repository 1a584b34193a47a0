/** What the map of one level shows, and where: a tile for each group, for what several share, for what belongs to nobody. */
import type { Storage, StorageGroup } from "@/api";
import { formatCount, plural } from "@/lib/format";
import { childOf, nameOf, nounsOf, type Level } from "./level";
import { snap, squarify, type Rect } from "./treemap";

export type TileKind = "group" | "more" | "shared" | "awaiting" | "database";

export interface Tile {
  /** Stable while the level stays: the group's address, or the kind. */
  key: string;
  kind: TileKind;
  title: string;
  bytes: number;
  /** Said after the size. */
  note: string;
  type: string | null;
  group: StorageGroup | null;
}

export interface Placed {
  tile: Tile;
  rect: Rect;
}

/** A smaller tile can't be hit or read (CSS pixels at 100 %). */
const LEAST_AREA = 800;
const LEAST_SIDE = 28;
const TRIES = 4;
/** Times too large that are seen. */
const ENLARGED = 1.5;

const PARTS = [
  { kind: "shared", title: "Shared", note: "needed by several", of: ({ shared }: Storage) => shared },
  { kind: "awaiting", title: "Awaiting collection", note: "needed by nothing", of: ({ awaiting_collection: bytes }: Storage) => bytes },
  { kind: "database", title: "Database and manifests", note: "", of: ({ database_and_manifests: bytes }: Storage) => bytes },
] as const;

export interface Tiles {
  groups: readonly Tile[];
  parts: readonly Tile[];
  /** What the groups are called: one, several. */
  nouns: readonly [string, string];
}

/** Tiles of the groups, the largest first, and of what is no group's own. Their bytes add up to the total of the level. */
export function tilesOf(storage: Storage, level: Level): Tiles {
  const groups = storage.groups.map((group): Tile => ({ key: group.address, kind: "group", title: nameOf(group.address), bytes: group.exclusive, note: "", type: group.artifact_type, group }));
  const { rest } = storage;
  if (rest) groups.push({ key: "rest", kind: "more", title: "The rest", bytes: rest.exclusive, note: "", type: null, group: rest });
  const parts = PARTS.map(({ kind, title, note, of }): Tile => ({ key: kind, kind, title, note: kind === "shared" && level.parts.length > 0 ? "needed by several or elsewhere" : note, bytes: of(storage), type: null, group: null }));
  return { groups, parts: parts.filter(({ bytes }) => bytes > 0), nouns: nounsOf(level) };
}

/** Everything in its place: groups in a squarified map, the other parts in a column beside it, first of them the groups that are too small to be hit, as one. */
export function arrange({ groups, parts, nouns }: Tiles, width: number, height: number, zoom = 1): Placed[] {
  const total = sum(groups) + sum(parts);
  const least = LEAST_SIDE * zoom;
  const { large, more } = split(groups, nouns, (LEAST_AREA * zoom * zoom * total) / Math.max(1, width * height));
  const column = more ? [more, ...parts] : parts;
  const share = (width * sum(column)) / Math.max(1, total);
  const beside = column.length === 0 ? 0 : large.length === 0 ? width : Math.min(Math.max(share, least), Math.max(width - least * 2, 0));
  return [...placed(large, { x: 0, y: 0, w: width - beside, h: height }, least), ...placed(column, { x: width - beside, y: 0, w: beside, h: height }, least)];
}

/** Whether tiles are larger than their bytes, since they couldn't be hit otherwise. */
export function isEnlarged(all: readonly Placed[]): boolean {
  const areaOf = ({ rect: { w, h } }: Placed) => w * h;
  const [bytes, area] = [sum(all.map(({ tile }) => tile)), all.reduce((total, each) => total + areaOf(each), 0)];
  return all.some((each) => areaOf(each) * bytes > ENLARGED * each.tile.bytes * area);
}

/** In proportion, but for those that couldn't be hit then: they get as much as it takes. */
function placed(tiles: readonly Tile[], room: Rect, least: number): Placed[] {
  const floor = (sum(tiles) * LEAST_AREA) / Math.max(1, room.w * room.h);
  let values = tiles.map(({ bytes }) => Math.max(bytes, floor) || 1);
  let rects = squarify(values, room);
  for (let tries = 0; tries < TRIES && rects.some((rect) => thinness(rect, least) > 1); tries += 1) {
    const now = rects;
    values = values.map((value, at) => value * thinness(now[at], least));
    rects = squarify(values, room);
  }
  rects = rects.map(snap);
  return tiles.map((tile, at) => ({ tile, rect: rects[at] ?? { x: 0, y: 0, w: 0, h: 0 } })).filter(({ rect: { w, h } }) => w > 0 && h > 0);
}

/** How many times wider it had to be: a lone last tile is a strip along the whole side. */
function thinness(rect: Rect | undefined, least: number): number {
  const side = Math.min(rect?.w ?? 0, rect?.h ?? 0);
  return side > 0 && side < least * 0.9 ? least / side : 1;
}

/** Those with fewer bytes than `least` become one, unless it is a single one. */
function split(groups: readonly Tile[], [one, several]: Tiles["nouns"], least: number): { large: readonly Tile[]; more: Tile | null } {
  const isSmall = ({ bytes, kind }: Tile) => kind === "more" || bytes < least || bytes === 0;
  const small = groups.filter(isSmall);
  if (small.length < 2) return { large: groups, more: null };
  const isCut = small.some(({ key }) => key === "rest");
  const title = isCut ? `${formatCount(small.length - 1)} ${several} and more` : plural(small.length, one, several);
  const more: Tile = { key: "more", kind: "more", title, bytes: sum(small), note: "see the table", type: commonType(small), group: null };
  return { large: groups.filter((tile) => !isSmall(tile)), more };
}

function commonType(tiles: readonly Tile[]): string | null {
  const [first] = tiles;
  return first && tiles.every(({ type }) => type === first.type) ? first.type : null;
}

function sum(tiles: readonly Tile[]): number {
  return tiles.reduce((total, { bytes }) => total + bytes, 0);
}

/** Whether Enter leads into the tile or to a page. */
export function leadsOn({ kind, group }: Tile, level: Level): "inside" | "page" | "table" | null {
  if (kind === "more") return "table";
  if (kind !== "group" || group === null) return null;
  return childOf(level, group) === null ? "page" : "inside";
}
