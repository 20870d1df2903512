import { readdirSync, readFileSync } from 'node:fs';

/**
 * What a benchmark prints for the runner: one line of JSON on stdout. `notes` say on what a figure
 * was measured.
 */
export interface Measured {
  readonly [figure: string]: { readonly value: number; readonly note: string };
}

export function report(measured: Measured): void {
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Seconds on processors of this process, with all of its threads. */
export function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const CLOCK_TICKS_PER_S = 100;

/**
 * What another process has used so far. Linux only: elsewhere it throws, and the benchmark is left
 * out.
 */
export function usageOf(pid: number): {
  readonly cpuSeconds: number;
  readonly rssMb: number;
  readonly openFiles: number;
} {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [, user, system] = /^(?:\S+ ){11}(\d+) (\d+)/.exec(stat.slice(stat.lastIndexOf(')') + 2)) ?? [];
  const rssKb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return {
    cpuSeconds: (Number(user) + Number(system)) / CLOCK_TICKS_PER_S,
    rssMb: Number(rssKb) / 1024,
    openFiles: readdirSync(`/proc/${pid}/fd`).length,
  };
}

/**
 * For how long the main thread of another process had work and no processor, since its start: what
 * is late then says as much of the machine as of the program. Linux only.
 */
export function mainThreadWaitSeconds(pid: number): number {
  const [, waitedNs] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
  return Number(waitedNs) / 1e9;
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** `--full` measures longer, and on more. */
export const isFull = process.argv.includes('--full');
