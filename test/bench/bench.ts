/** What the last line of a benchmark says. Ratios and counts are quoted, not walls: machines are shared and noisy. */
export interface BenchResult {
  bench: string;
  ours: number;
  peer: number;
  ratio: number;
  floor: number;
  ok: boolean;
  [detail: string]: unknown;
}

export type Bench = (options: string[]) => Promise<BenchResult>;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
