/*
 * Figures and how they are told. A figure is the median of its repetitions; its spread are the two quartiles around it.
 */

export interface Figure {
  readonly median: number;
  /** The first and the third quartile. */
  readonly quartiles: readonly [number, number];
}

export function figureOf(samples: readonly number[]): Figure {
  return { median: quantile(samples, 0.5), quartiles: [quantile(samples, 0.25), quantile(samples, 0.75)] };
}

/** Each repetition is compared with its peer of the same moment, so that a machine that is busy for a while is busy for both. */
export function ratioOf(ours: readonly number[], peers: readonly number[]): Figure {
  return figureOf(ours.map((sample, repetition) => sample / peers[repetition]));
}

/** The least-squares line through the points. */
export function lineThrough(points: readonly (readonly [x: number, y: number])[]): { readonly slope: number; readonly start: number } {
  const x = mean(points.map(([at]) => at));
  const y = mean(points.map(([, value]) => value));
  const slope = sum(points.map(([at, value]) => (at - x) * (value - y))) / sum(points.map(([at]) => (at - x) ** 2));
  return { slope, start: y - slope * x };
}

export function told({ median, quartiles: [low, high] }: Figure, digits = 2): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)}-${high.toFixed(digits)})`;
}

/** Rows of cells in columns, the first to the left and the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all.map((row) => row.map((cell, column) => column ? cell.padStart(widths[column]) : cell.padEnd(widths[column])).join('  '));
}

function quantile(samples: readonly number[], part: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at % 1);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
