/** Reading receipts, and writing them as files. */
import { call, type Receipt, type ReceiptItem } from "@/api";
import { Sequence } from "./pages";

const RECEIPTS = 200;

/** All receipts, newest first. */
export function receiptSequence(): Sequence<Receipt, { before: number | null }> {
  return new Sequence({ before: null } as { before: number | null }, async ({ before }) => {
    const rows = await call("receipt.list", { before, count: RECEIPTS });
    const last = rows.at(-1);
    return { rows, next: rows.length === RECEIPTS && last ? { before: last.id } : null };
  });
}

/** What a receipt lists. */
export function itemSequence(receipt: number): Sequence<ReceiptItem, number> {
  return new Sequence(0, async (after: number) => {
    const { items, next } = await call("receipt.show", { receipt, after });
    return { rows: items, next };
  });
}

export type Format = "json" | "csv";

interface Written {
  receipt: Receipt;
  items: readonly ReceiptItem[];
}

/** Text of a file with receipts and everything that they list. */
export async function receiptFile(receipts: readonly Receipt[], format: Format): Promise<string> {
  const written: Written[] = [];
  for (const receipt of receipts) written.push({ receipt, items: await itemSequence(receipt.id).all() });
  return format === "json" ? toJson(written) : toCsv(written);
}

export function toJson(written: readonly Written[]): string {
  const plain = written.map(({ receipt: { id, details, ...rest }, items }) => ({ receipt: id, ...rest, at: iso(rest.at), ended_at: rest.ended_at === null ? null : iso(rest.ended_at), details: JSON.parse(details) as unknown, items }));
  return `${JSON.stringify(plain, null, 2)}\n`;
}

const HEAD = ["receipt", "at", "actor", "kind", "version", "name", "sha256", "bytes"];

export function toCsv(written: readonly Written[]): string {
  const rows = written.flatMap(({ receipt: { id, at, actor }, items }) => items.map(({ kind, version, name, sha256, bytes }) => [id, iso(at), actor, kind, version, name, sha256, bytes]));
  return [HEAD, ...rows].map((row) => `${row.map((cell) => quoted(String(cell ?? ""))).join(",")}\r\n`).join("");
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** What the receipts keep, in fewer words. */
const REASONS: Record<string, string> = {
  "nothing needed it, seen twice at least a day apart": "unused for a day",
  "nothing needed it; the grace was waived": "unused; the day of grace was waived",
};

/** Why it removed what it did, in short; empty when it says nothing. */
export function reasonOf({ details }: Receipt): string {
  try {
    const { why } = JSON.parse(details) as { why?: unknown };
    return typeof why === "string" ? (REASONS[why] ?? why) : "";
  } catch {
    return "";
  }
}
