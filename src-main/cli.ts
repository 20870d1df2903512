import { KNOWN_FIRMWARE } from '../src-shared/text/firmware-words.ts';
import { CommandError, type CommandIo, EXIT } from './commands/shared/command.ts';
import { optionLines } from './commands/shared/option-words.ts';
import { USAGE } from './commands/shared/usage.ts';
import { boundMemory, shareArenas } from './runtime/bound-memory.ts';
import { systemClock } from './runtime/clock.ts';
import { surviveLostTerminal } from './runtime/lost-terminal.ts';
import { systemErrorWords } from './runtime/system-error.ts';
import { readVersion } from './runtime/version.ts';

type Run = (args: readonly string[], io: CommandIo) => Promise<number>;

/** Each command loads only its own code. */
const COMMANDS: Readonly<Record<keyof typeof USAGE, { readonly load: () => Promise<Run>; readonly does: string }>> = {
  scan: {
    load: async () => (await import('./commands/scan/scan.ts')).runScan,
    does: 'one scan without a database: which hosts respond, and what they are',
  },
  rescan: {
    load: async () => (await import('./commands/rescan.ts')).runRescan,
    does: 'start a scan',
  },
  miners: {
    load: async () => (await import('./commands/miners.ts')).runMiners,
    does: 'list miners',
  },
  models: {
    load: async () => (await import('./commands/models.ts')).runModels,
    does: 'list models',
  },
  status: {
    load: async () => (await import('./commands/status.ts')).runStatus,
    does: 'show status',
  },
  remove: {
    load: async () => (await import('./commands/remove-miner.ts')).runRemove,
    does: 'remove a miner',
  },
  replace: {
    load: async () => (await import('./commands/remove-miner.ts')).runReplace,
    does: 'replace a miner with another',
  },
  do: {
    load: async () => (await import('./commands/do.ts')).runDo,
    does: 'act on miners: locate, restart, pause, set a preset ...',
  },
  'pause-end': {
    load: async () => (await import('./commands/pause-end.ts')).runPauseEnd,
    does: 'list the pauses that have an end, or change the end of one',
  },
  incidents: {
    load: async () => (await import('./commands/incidents.ts')).runIncidents,
    does: 'list what is wrong now, and what was',
  },
  day: {
    load: async () => (await import('./commands/day.ts')).runDay,
    does: 'say what a day was like: what was hashed and lost, problems, jobs and changes',
  },
  pools: {
    load: async () => (await import('./commands/pools.ts')).runPools,
    does: 'list the pools of the farm, and say which are yours',
  },
  passwords: {
    load: async () => (await import('./commands/passwords.ts')).runPasswords,
    does: 'list, add and remove the miner passwords of this farm',
  },
  alert: {
    load: async () => (await import('./commands/alert.ts')).runAlert,
    does: 'send a test message to a channel',
  },
  start: {
    load: async () => (await import('./commands/start.ts')).runStart,
    does: 'run PowerHive in its window, or in a browser if there can be none',
  },
  serve: {
    load: async () => (await import('./commands/serve.ts')).runServe,
    does: 'run PowerHive without a window',
  },
  demo: {
    load: async () => (await import('./commands/demo.ts')).runDemo,
    does: 'run PowerHive on a simulated fleet',
  },
  sim: {
    load: async () => (await import('./demo/sim-command.ts')).runSimCommand,
    does: 'run the simulated fleet alone',
  },
  export: {
    load: async () => (await import('./commands/export.ts')).runExport,
    does: 'export history as CSV or Parquet',
  },
  import: {
    load: async () => (await import('./commands/import.ts')).runImport,
    does: 'import names, places, tags and passwords from a CSV file',
  },
  backup: {
    load: async () => (await import('./commands/backup.ts')).runBackup,
    does: 'make a backup now',
  },
  restore: {
    load: async () => (await import('./commands/restore.ts')).runRestore,
    does: 'list backups, or restore a backup',
  },
  'import-legacy': {
    load: async () => (await import('./commands/import-legacy.ts')).runImportLegacy,
    does: 'import from PowerHive 1',
  },
};

/**
 * Signals within this time are one press of Ctrl+C, forwarded by every program between the terminal
 * and this one.
 */
const SAME_PRESS_MS = 200;

async function main(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args;
  if (name === '') {
    process.stderr.write(help());
    return EXIT.usage;
  }
  if (name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(help());
    return EXIT.done;
  }
  if (name === '--version') {
    process.stdout.write(`${readVersion()}\n`);
    return EXIT.done;
  }
  if (!isCommand(name)) {
    process.stderr.write(`powerhive: there is no command "${name}".\n\n${help()}`);
    return EXIT.usage;
  }
  if (name !== 'sim' && (rest.includes('--help') || rest.includes('-h'))) {
    process.stdout.write(`powerhive ${USAGE[name]}\n  ${COMMANDS[name].does}\n\n${optionLines(name)}`);
    return EXIT.done;
  }
  try {
    // Ctrl+C works while the command is still being loaded.
    const signal = stopSignal();
    const run = await COMMANDS[name].load();
    return await run(rest, { stdout: process.stdout, stderr: process.stderr, clock: systemClock, signal });
  } catch (error) {
    const words = error instanceof CommandError ? error.message : systemErrorWords(error);
    if (words === null) throw error;
    process.stderr.write(`powerhive ${name}: ${words}\n`);
    return error instanceof CommandError ? error.exitCode : EXIT.failed;
  }
}

function isCommand(name: string): name is keyof typeof USAGE {
  return Object.hasOwn(USAGE, name);
}

function help(): string {
  const lines = Object.entries(COMMANDS).map(
    ([name, { does }]) => `  ${USAGE[name as keyof typeof USAGE]}\n      ${does}\n`,
  );
  return `PowerHive finds, monitors and keeps healthy a farm of Antminers on ${KNOWN_FIRMWARE} firmware.\n\n${lines.join('')}\nWhat the options of a command mean: powerhive COMMAND --help\n`;
}

/** The first SIGINT, SIGTERM or SIGHUP (its terminal was closed) requests an orderly stop, the second ends the program at once. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  let firstMs: number | null = null;
  const onSignal = (code: number): void => {
    const monotonicMs = systemClock.monotonicMs();
    if (firstMs !== null && monotonicMs - firstMs > SAME_PRESS_MS) process.exit(code);
    firstMs ??= monotonicMs;
    stopping.abort();
  };
  process.on('SIGINT', () => onSignal(130));
  process.on('SIGTERM', () => onSignal(143));
  process.on('SIGHUP', () => onSignal(129));
  return stopping.signal;
}

// This restarts the process, which is worth its time only for a program that runs for weeks.
if (process.argv[2] === 'serve') shareArenas();
boundMemory();
/** Commands that continue when their output is closed: their work matters more. */
const GOES_ON: ReadonlySet<string | undefined> = new Set(['serve', 'demo', 'sim', 'import', 'do']);
// A reader may close the output: `powerhive miners --json | head` must end without an error.
surviveLostTerminal(() => {
  if (!GOES_ON.has(process.argv[2])) process.exit(0);
});

// If the process ends before a command has finished, that is a failure.
process.exitCode = EXIT.failed;
const code = await main(process.argv.slice(2));
// A pipe may still hold output: the process ends by itself when everything is written.
process.exitCode = code;
