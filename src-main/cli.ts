import { runBackup, runMiners, runModels, runRescan, runStatus } from './commands/ask.ts';
import { CommandError, type CommandIo, EXIT } from './commands/command.ts';
import { DEMO_USAGE, runDemo } from './commands/demo.ts';
import { EXPORT_USAGE, runExport } from './commands/export.ts';
import { IMPORT_USAGE, runImportLegacy } from './commands/import-legacy.ts';
import { RESTORE_USAGE, runRestore } from './commands/restore.ts';
import { runScan, SCAN_USAGE } from './commands/scan.ts';
import { runServe, SERVE_USAGE } from './commands/serve.ts';
import { runStart, START_USAGE } from './commands/start.ts';
import { runSimCommand } from './demo/sim-command.ts';
import { readVersion } from './version.ts';

type Run = (args: readonly string[], io: CommandIo) => Promise<number>;

const COMMANDS: Readonly<Record<string, { readonly run: Run; readonly usage: string; readonly does: string }>> = {
  scan: { run: runScan, usage: SCAN_USAGE, does: 'one scan without a database: who answers, and what it is' },
  rescan: {
    run: runRescan,
    usage: 'rescan [TARGET...] [--data DIR] [--json]',
    does: 'asks the running app to scan now',
  },
  miners: { run: runMiners, usage: 'miners [WORD] [--data DIR] [--json]', does: 'the miners the running app knows' },
  models: { run: runModels, usage: 'models [--data DIR] [--json]', does: 'the models the running app knows' },
  status: { run: runStatus, usage: 'status [--data DIR] [--json]', does: 'how the running app is' },
  start: {
    run: runStart,
    usage: START_USAGE,
    does: 'PowerHive in its window, or in a browser where there can be none',
  },
  serve: { run: runServe, usage: SERVE_USAGE, does: 'PowerHive without a window' },
  demo: { run: runDemo, usage: DEMO_USAGE, does: 'PowerHive on a simulated fleet' },
  sim: { run: runSimCommand, usage: 'sim --listen RANGE [--help]', does: 'only the simulated fleet' },
  export: { run: runExport, usage: EXPORT_USAGE, does: 'history as CSV' },
  backup: { run: runBackup, usage: 'backup [--data DIR] [--json]', does: 'asks the running app for a backup now' },
  restore: {
    run: runRestore,
    usage: RESTORE_USAGE,
    does: 'lists the backups, or puts one in the place of the database',
  },
  'import-legacy': { run: runImportLegacy, usage: IMPORT_USAGE, does: "takes over the first PowerHive's database" },
};

/** Signals that come in the same breath are one press of Ctrl+C, passed on by every program between the terminal and us. */
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
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    process.stderr.write(`powerhive: there is no command "${name}".\n\n${help()}`);
    return EXIT.usage;
  }
  if (name !== 'sim' && (rest.includes('--help') || rest.includes('-h'))) {
    process.stdout.write(`powerhive ${command.usage}\n  ${command.does}\n`);
    return EXIT.done;
  }
  try {
    return await command.run(rest, { stdout: process.stdout, stderr: process.stderr, signal: stopSignal() });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`powerhive ${name}: ${error.message}\n`);
    return error.exitCode;
  }
}

function help(): string {
  const lines = Object.values(COMMANDS).map(({ usage, does }) => `  ${usage}\n      ${does}\n`);
  return `PowerHive finds, watches and keeps healthy a farm of Antminers on VNish firmware.\n\n${lines.join('')}`;
}

/** The first SIGINT or SIGTERM asks for an orderly stop, the second ends the program at once. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  let firstMs: number | null = null;
  const onSignal = (code: number): void => {
    const nowMs = performance.now();
    if (firstMs !== null && nowMs - firstMs > SAME_PRESS_MS) process.exit(code);
    firstMs ??= nowMs;
    stopping.abort();
  };
  process.on('SIGINT', () => onSignal(130));
  process.on('SIGTERM', () => onSignal(143));
  return stopping.signal;
}

const code = await main(process.argv.slice(2));
// A pipe may still hold output; the exit code is set and the process ends when everything is written.
process.exitCode = code;
