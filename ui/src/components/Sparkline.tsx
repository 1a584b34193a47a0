export interface SparklineProps {
  /** What it shows, with its ends in words, e.g. "Size of the last 18 versions, 3 GiB to 12.4 GiB". */
  label: string;
  values: readonly number[];
  width?: number;
  height?: number;
}

/** Values that differ by less draw one line in the middle: at the top it would look like a rule of the page. */
const FLAT = 0.01;

/** A line of a few dozen values without axes, from zero to the largest; the area below shows where zero is. */
export function Sparkline({ label, values, width = 120, height = 24 }: SparklineProps) {
  if (values.length < 2) return null;
  const largest = Math.max(...values, Number.MIN_VALUE);
  const isFlat = largest - Math.min(...values) <= largest * FLAT;
  const step = width / (values.length - 1);
  const points = values.map((value, at) => `${(at * step).toFixed(1)},${(height - 2 - (isFlat ? 0.5 : value / largest) * (height - 4)).toFixed(1)}`).join(" ");
  return (
    <svg role="img" aria-label={label} width={width} height={height} style={{ verticalAlign: "middle" }}>
      <polygon fill="var(--accent-soft)" points={`0,${height} ${points} ${width},${height}`} />
      <polyline fill="none" stroke="var(--accent)" strokeWidth="1.5" strokeLinejoin="round" points={points} />
    </svg>
  );
}
