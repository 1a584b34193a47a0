/** The page that compares two versions. Both are addresses such as `ada/demo/mnist:v3`. */
export function comparePath(before: string, after: string): string {
  return `/-/compare?${new URLSearchParams({ before, after })}`;
}
