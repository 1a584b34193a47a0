/** Words for numbers. Sizes are binary units with at most three figures; counts follow the locale. */

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** "12.4 GiB": binary units, at most three figures. `null` and `undefined` (a size nobody knows) give "unknown". */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return "unknown";
  const sign = bytes < 0 ? "−" : "";
  let value = Math.abs(bytes);
  let unit = 0;
  // 999.5 rounds up to four figures, so it already belongs to the next unit.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const text = unit === 0 ? String(Math.round(value)) : value.toFixed(value >= 99.95 ? 0 : 1);
  return `${sign}${text} ${UNITS[unit]}`;
}

/** "+84 MiB", "−22 MiB", "0 B". */
export function formatBytesDelta(bytes: number): string {
  return bytes > 0 ? `+${formatBytes(bytes)}` : formatBytes(bytes);
}

const COUNT = new Intl.NumberFormat();

/** "1,204,331" in the locale's way. */
export function formatCount(value: number): string {
  return COUNT.format(value);
}

/** "1 version", "38 versions". The plural is `one` + "s" unless given. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A text as it begins a sentence. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "42 %", never "100 %" before it is done. */
export function formatPercent(fraction: number): string {
  const percent = Math.floor(Math.max(0, Math.min(1, fraction)) * 100);
  return `${percent} %`;
}

/** "310 MiB/s". */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** "8 s", "3 min", "2 h 5 min", "4 d": a span of seconds, two parts at most. */
export function formatDuration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.round(s / 60)} min`;
  if (s < 86_400) {
    const minutes = Math.round((s % 3600) / 60);
    const hours = Math.floor(s / 3600);
    return minutes > 0 && minutes < 60 ? `${hours} h ${minutes} min` : `${hours + (minutes === 60 ? 1 : 0)} h`;
  }
  return `${Math.round(s / 86_400)} d`;
}

/** "/labels.csv" of "crops/2026/labels.csv": the end of a path that tells it from its neighbours. */
export function fileEnd(path: string): string {
  return path.slice(Math.max(0, path.lastIndexOf("/")));
}
