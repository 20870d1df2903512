import type { Chromium } from './chromium.ts';
import type { CommandLine } from './command-line.ts';

/** What the whole main process shares; boot.ts fills it in. */
export interface Runtime {
  ready: boolean;
  commandLine: CommandLine;
  /** Chromium's switches: the command line's, and those that the app appends before it is ready. */
  readonly switches: Map<string, string>;
  chromium: Chromium | undefined;
  /** Ends the process with this code, the browser first. */
  finish(exitCode: number): void;
}

export const runtime: Runtime = {
  ready: false,
  commandLine: { modules: [], app: undefined, switches: new Map() },
  switches: new Map(),
  chromium: undefined,
  finish: (exitCode) => process.exit(exitCode),
};

export function requireReady(words: string): void {
  if (!runtime.ready) throw new Error(words);
}

export function chromium(): Chromium {
  if (runtime.chromium === undefined) throw new Error('electron stand-in: Chromium has not been started');
  return runtime.chromium;
}
