export interface SparklineProps {
  /** What it shows, with its ends in words, e.g. "Size of the last 18 versions, 3 GiB to 12.4 GiB". */
  label: string;
  values: readonly number[];
  width?: number;
  height?: number;
}

/** A line of a few dozen values without axes, from zero to the largest; the area below shows where zero is. */
export function Sparkline({ label, values, width = 120, height = 24 }: SparklineProps) {
  if (values.length < 2) return null;
  const largest = Math.max(...values, Number.MIN_VALUE);
  const step = width / (values.length - 1);
  const points = values.map((value, at) => `${(at * step).toFixed(1)},${(height - 2 - (value / largest) * (height - 4)).toFixed(1)}`).join(" ");
  return (
    <svg role="img" aria-label={label} width={width} height={height} style={{ verticalAlign: "middle" }}>
      <polygon fill="var(--accent-soft)" points={`0,${height} ${points} ${width},${height}`} />
      <polyline fill="none" stroke="var(--accent)" strokeWidth="1.5" strokeLinejoin="round" points={points} />
    </svg>
  );
}
