/** A ZIP archive of files that are packed already, stored as they are. */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (TABLE[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

export function zip(files: readonly { name: string; bytes: Uint8Array }[]): Uint8Array<ArrayBuffer> {
  const entries = files.map(({ name, bytes }) => ({ name: new TextEncoder().encode(name), bytes, crc: crc32(bytes) }));
  const size = entries.reduce((sum, { name, bytes }) => sum + 30 + name.length + bytes.length + 46 + name.length, 22);
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  let at = 0;
  const starts = entries.map(({ name, bytes, crc }) => {
    const start = at;
    view.setUint32(at, 0x04034b50, true);
    at = header(view, at + 4, crc, bytes.length, name.length) + 2;
    out.set(name, at);
    out.set(bytes, at + name.length);
    at += name.length + bytes.length;
    return start;
  });
  const directory = at;
  entries.forEach(({ name, bytes, crc }, index) => {
    view.setUint32(at, 0x02014b50, true);
    view.setUint16(at + 4, 20, true);
    header(view, at + 6, crc, bytes.length, name.length);
    view.setUint32(at + 42, starts[index] ?? 0, true);
    out.set(name, at + 46);
    at += 46 + name.length;
  });
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, entries.length, true);
  view.setUint16(at + 10, entries.length, true);
  view.setUint32(at + 12, at - directory, true);
  view.setUint32(at + 16, directory, true);
  return out;
}

/** What both kinds of entries have; the date is the format's first, so that the same picture gives the same bytes. */
function header(view: DataView, at: number, crc: number, size: number, name: number): number {
  view.setUint16(at, 20, true);
  view.setUint16(at + 8, 0x21, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, size, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, name, true);
  return at + 24;
}
