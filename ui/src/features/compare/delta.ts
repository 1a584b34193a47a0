/** Differences of numbers kept as text. */

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const THOUSANDS = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 });

/** "+0.013 (+1.4 %)" for two JSON numbers; null when one of them isn't a number. */
export function numericDelta(before: string | null, after: string | null): string | null {
  if (before === null || after === null || !NUMBER.test(before) || !NUMBER.test(after)) return null;
  const [from, to] = [Number(before), Number(after)];
  const difference = exactDifference(before, after) ?? short(to - from);
  const sign = difference.startsWith("-") ? difference.replace("-", "−") : `+${difference}`;
  if (from === 0 || from === to || !Number.isFinite(from) || !Number.isFinite(to)) return sign;
  const percent = ((to - from) / Math.abs(from)) * 100;
  const size = Math.abs(percent);
  if (size < 0.001) return sign;
  const text = size >= 1e6 ? size.toExponential(1) : size >= 1000 ? THOUSANDS.format(size) : size >= 100 ? size.toFixed(0) : size >= 0.1 ? size.toFixed(1) : size.toPrecision(1);
  return `${sign} (${percent < 0 ? "−" : "+"}${text}\u00A0%)`;
}

/** Subtraction in decimal, so that 0.3 − 0.1 is 0.2; null for exponents and very long ones. */
function exactDifference(before: string, after: string): string | null {
  if (/e/i.test(before + after) || before.length + after.length > 60) return null;
  const places = Math.max(decimals(before), decimals(after));
  const difference = scaled(after, places) - scaled(before, places);
  const digits = String(difference < 0n ? -difference : difference).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const rest = digits.slice(digits.length - places).replace(/0+$/, "");
  return `${difference < 0n ? "-" : ""}${whole}${rest === "" ? "" : `.${rest}`}`;
}

function decimals(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

function scaled(text: string, places: number): bigint {
  const [whole = "0", rest = ""] = text.split(".");
  return BigInt(whole + rest.padEnd(places, "0"));
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
