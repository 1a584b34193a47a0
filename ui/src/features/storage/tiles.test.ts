import { describe, expect, it } from "vitest";
import type { Storage, StorageGroup } from "@/api";
import { childOf, crumbsOf, levelOf, parentOf, requestOf, STORE, wishOf, type Level } from "./level";
import { arrange, isEnlarged, tilesOf } from "./tiles";

const group = (address: string, exclusive: number, rest: Partial<StorageGroup> = {}): StorageGroup => ({ address, project: "ada/plankton", artifact_type: "model", versions: 2, trashed: 0, logical: exclusive * 2, exclusive, shared: 10, on_disk: exclusive + 10, ...rest });
const storage = (groups: StorageGroup[], rest: Partial<Storage> = {}): Storage => ({ groups, rest: null, logical: 0, shared: 0, awaiting_collection: 0, database_and_manifests: 0, total: 0, free_bytes: 0, ...rest });
const level = { parts: ["ada", "plankton", "model"] };

describe("tiles", () => {
  it("add up to the whole, with what is nobody's own", () => {
    const tiles = tilesOf(storage([group("ada/plankton/a", 700), group("ada/plankton/b", 0)], { shared: 200, awaiting_collection: 0, database_and_manifests: 100 }), { parts: [] });
    expect(tiles.parts.map(({ title, bytes }) => [title, bytes])).toEqual([["Shared", 200], ["Database and manifests", 100]]);
    const all = arrange(tiles, 1000, 400);
    expect(all.reduce((sum, { tile }) => sum + tile.bytes, 0)).toBe(1000);
    expect(all.reduce((sum, { rect }) => sum + rect.w * rect.h, 0)).toBe(400_000);
  });
  it("merge what is too small into one, and count it", () => {
    const many = [group("ada/plankton/big", 1e9), ...Array.from({ length: 9999 }, (_, at) => group(`ada/plankton/c${at}`, at))];
    const all = arrange(tilesOf(storage(many), level), 900, 400);
    expect(all.map(({ tile }) => tile.title)).toEqual(["big", "9,999 collections"]);
    expect(all.every(({ rect }) => rect.w >= 20 && rect.h >= 20)).toBe(true);
    expect(all.reduce((sum, { tile }) => sum + tile.bytes, 0)).toBe(1e9 + (9998 * 9999) / 2);
  });
  it("can all be hit, and what is large stays in proportion", () => {
    const all = arrange(tilesOf(storage([group("ada/plankton/big", 6e6), group("ada/plankton/half", 3e6), group("ada/plankton/small", 4e4)], { shared: 900 }), level), 1000, 400);
    expect(all.every(({ rect }) => Math.min(rect.w, rect.h) >= 24)).toBe(true);
    expect(isEnlarged(all)).toBe(true);
    expect(isEnlarged(all.slice(0, 2))).toBe(false);
    const [big, half] = all.map(({ rect }) => rect.w * rect.h);
    expect((big ?? 0) / (half ?? 1)).toBeCloseTo(2, 1);
  });
  it("show a level in which all is shared, and an empty one", () => {
    const all = arrange(tilesOf(storage([group("ada/plankton/a", 0), group("ada/plankton/b", 0)], { shared: 500 }), level), 900, 400);
    expect(all.map(({ tile }) => tile.title)).toEqual(["2 collections", "Shared"]);
    expect(arrange(tilesOf(storage([]), level), 900, 400)).toEqual([]);
  });
});

describe("levels", () => {
  it("go down to the versions and up again", () => {
    const places: Level[] = [];
    for (const address of ["ada/plankton", "ada/plankton/model", "ada/plankton/vit"]) places.push(childOf(places.at(-1) ?? STORE, group(address, 1)) ?? STORE);
    expect(places.map(({ parts }) => parts.join("/"))).toEqual(["ada/plankton", "ada/plankton/model", "ada/plankton/model/vit"]);
    expect(places.map((place) => requestOf(place).within)).toEqual(["ada/plankton", "ada/plankton/model", "ada/plankton/vit"]);
    expect(places.map((place) => requestOf(place).by)).toEqual(["type", "collection", "version"]);
    expect(places.map((place) => parentOf(place)?.parts.length)).toEqual([0, 2, 3]);
    expect(crumbsOf(places[2] ?? STORE).map(({ text }) => text)).toEqual(["Store", "plankton", "model", "vit"]);
    expect(crumbsOf({ parts: ["ada", "plankton"] }, [group("ada/plankton", 1)]).map(({ text }) => text)).toEqual(["Store", "plankton"]);
    expect(crumbsOf({ parts: ["no", "such", "thing"] }, [group("ada/plankton", 1)]).map(({ text }) => text)).toEqual(["Store", "no/such", "thing"]);
    expect(childOf(places[2] ?? STORE, group("ada/plankton/vit:v3", 1))).toBeNull();
  });
  it("start in the only project, unless the store was asked for", () => {
    const one = [group("ada/plankton", 1)];
    expect(levelOf(null, one).parts).toEqual(["ada", "plankton"]);
    expect(levelOf(wishOf({ parts: [] }), one).parts).toEqual([]);
    expect(levelOf(null, [...one, group("ada/other", 1)]).parts).toEqual([]);
    expect(levelOf("ada/plankton/model", one).parts).toEqual(["ada", "plankton", "model"]);
  });
});
