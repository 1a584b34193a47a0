import { describe, expect, it } from "vitest";
import type { ExpiringDay, Receipt } from "@/api";
import { barsOf } from "./Expiring";
import { DAY } from "./days";
import { savedBy } from "./Duplicates";
import { Sequence } from "./pages";
import { toCsv, toJson } from "./receiptData";

describe("lists that are read on", () => {
  it("read as far as they are asked, once, and end", async () => {
    const asked: number[] = [];
    const sequence = new Sequence(0, async (from: number) => {
      asked.push(from);
      return { rows: Array.from({ length: 100 }, (_, at) => from + at), next: from < 200 ? from + 100 : null };
    });
    const [first, second] = await Promise.all([sequence.page(0, 100), sequence.page(100, 100)]);
    expect([first.total, second.total, second.rows[0]]).toEqual([200, 300, 100]);
    expect((await sequence.all()).length).toBe(300);
    expect((await sequence.page(250, 100)).total).toBe(300);
    expect(asked).toEqual([0, 100, 200]);
  });
  it("try again after a failure", async () => {
    let isBroken = true;
    const sequence = new Sequence(0, async () => {
      if (isBroken) throw new Error("gone");
      return { rows: [1], next: null };
    });
    await expect(sequence.page(0, 10)).rejects.toThrow("gone");
    isBroken = false;
    expect(await sequence.page(0, 10)).toEqual({ rows: [1], total: 1 });
  });
});

describe("receipts as files", () => {
  const receipt: Receipt = { id: 3, at: 0, ended_at: null, actor: "ada", predicted_bytes: 9, freed_bytes: 8, blobs: 1, details: '{"why":"unused"}' };
  const items = [{ kind: "blob", sha256: "ab", bytes: 8, version: "ada/p/c:v1", name: 'a "b",\nc' }];
  it("quote what CSV needs quoted", () => {
    expect(toCsv([{ receipt, items }])).toBe('receipt,at,actor,kind,version,name,sha256,bytes\r\n3,1970-01-01T00:00:00.000Z,ada,blob,ada/p/c:v1,"a ""b"",\nc",ab,8\r\n');
  });
  it("are JSON with times that people can read", () => {
    expect(JSON.parse(toJson([{ receipt, items }]))).toEqual([{ receipt: 3, at: "1970-01-01T00:00:00.000Z", ended_at: null, actor: "ada", predicted_bytes: 9, freed_bytes: 8, blobs: 1, details: { why: "unused" }, items }]);
  });
});

describe("days", () => {
  it("stand side by side from today on, with what is due already today", () => {
    const now = 20_000 * DAY + 5;
    const day = (ahead: number, freed: number | null): ExpiringDay => ({ at: (20_000 + ahead) * DAY, versions: 1, logical: 50, freed });
    const bars = barsOf([day(-3, 7), day(2, null), day(30, 0)], now);
    expect(bars.length).toBe(31);
    expect(bars.flatMap(({ day: found, bytes }, ahead) => (found ? [[ahead, bytes]] : []))).toEqual([[0, 7], [2, 50], [30, 0]]);
  });
});

describe("duplicates", () => {
  it("save all copies but one", () => expect(savedBy({ collections: ["a", "b"], more: 3, blobs: 1, bytes: 10 })).toBe(40));
});
