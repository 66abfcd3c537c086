/** Numbers of a benchmark: percentiles, medians with their range, and the table that is printed. */

/** The value below which `share` (0–1) of the sorted values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The median of per-round figures with the least and the greatest. */
export function spread(values: readonly number[], digits = 2): string {
  return `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;
}

export interface Row {
  what: string;
  ours: string;
  floor: string;
  ratio: string;
  target: string;
}

export function printTable(title: string, rows: readonly Row[]): void {
  const columns = ['what', 'ours', 'floor', 'ratio', 'target'] as const;
  const width = (name: (typeof columns)[number]): number =>
    Math.max(name.length, ...rows.map((row) => row[name].length));
  const widths = Object.fromEntries(columns.map((name) => [name, width(name)]));
  const line = (cells: Record<(typeof columns)[number], string>): string =>
    columns.map((name) => cells[name].padEnd(widths[name] ?? 0)).join('  ');
  const head = line({ what: 'what', ours: 'ours', floor: 'floor', ratio: 'ratio', target: 'target' });
  process.stdout.write(`\n${title}\n${head}\n${'-'.repeat(head.length)}\n${rows.map(line).join('\n')}\n`);
}
