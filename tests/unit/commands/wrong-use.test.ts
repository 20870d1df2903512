import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { runBackup } from '../../../src-main/commands/backup.ts';
import { runDay } from '../../../src-main/commands/day.ts';
import { runExport } from '../../../src-main/commands/export.ts';
import { runImportLegacy } from '../../../src-main/commands/import-legacy.ts';
import { runIncidents } from '../../../src-main/commands/incidents.ts';
import { runMiners } from '../../../src-main/commands/miners.ts';
import { runModels } from '../../../src-main/commands/models.ts';
import { runScan } from '../../../src-main/commands/scan/scan.ts';
import { runServe } from '../../../src-main/commands/serve.ts';
import { CommandError, EXIT } from '../../../src-main/commands/shared/command.ts';
import { runStatus } from '../../../src-main/commands/status.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';

const COMMANDS = {
  scan: runScan,
  serve: runServe,
  export: runExport,
  'import-legacy': runImportLegacy,
  miners: runMiners,
  incidents: runIncidents,
  day: runDay,
  models: runModels,
  status: runStatus,
  backup: runBackup,
};

// command-line.test.ts checks the exit code and the output of the program.
it.each<[keyof typeof COMMANDS, string[], string]>([
  ['scan', [], 'enter at least one target'],
  ['scan', ['127.0.0.1', '--timeout-ms', 'soon'], '--timeout-ms must be a whole number'],
  ['scan', ['127.0.0.1', '--fast'], 'there is no option --fast. Options are --timeout-ms'],
  [
    'scan',
    ['127.0.0.0/8'],
    'Enter only those of its /16 networks that have miners: 127.0.0.0/16 … 127.255.0.0/16. Or use --force.',
  ],
  ['miners', [''], 'the search is empty'],
  ['models', ['s19'], 'unexpected argument "s19"'],
  ['status', ['now'], 'unexpected argument "now"'],
  ['backup', ['here.db'], 'unexpected argument "here.db"'],
  ['incidents', ['--state', 'over'], '--state must be open, acknowledged, snoozed, resolved, not "over"'],
  ['day', ['2026-02-31'], '"2026-02-31" is no day'],
  ['day', ['9999-01-01'], '9999-01-01 has not begun yet'],
  ['miners', [' ', '\t'], 'the search is empty'],
  ['incidents', [' '], 'the search is empty'],
  ['serve', ['--port', '99999'], '--port must be a whole number'],
  ['serve', ['--config', '/nowhere/config.json'], 'there is no file /nowhere/config.json'],
  ['export', [], 'name the file to write'],
  ['export', ['--out', 'x.csv', '--from', 'yesterday-ish'], '--from must be a date'],
  ...[
    ...['01.02.2026', '10/02/2026', '2026-02-31', '2026-13-01', '2026-01-31T25:00', '5', 'yesterday 3', '1767225600'],
    ...['2026-1-31', '2026-01-31T22', '2026-01-31X', 'Sat, 31 Jan 2026', '+2026-01-31', '20260131'],
  ].map((text): ['export', string[], string] => [
    'export',
    ['--out', 'x.csv', '--from', text],
    '--from must be a date',
  ]),
  ['export', ['--out', 'x.csv', '--from', ''], '--from needs a value'],
  ['serve', ['--data='], '--data needs a value'],
  ['serve', ['--data=~/farm'], '--data needs a full path: the shell did not expand the ~ of "~/farm"'],
  ['export', ['--out', 'x.csv', '--separator', 'pipe'], '--separator must be comma, semicolon or tab, not "pipe"'],
  ['export', ['--out', 'x', '--format', 'parquet', '--no-mark'], '--separator and --no-mark are for CSV'],
  ['import-legacy', ['/nowhere.db'], 'there is no file /nowhere.db'],
])('%s %j is refused as wrong use, says why, and writes nothing', async (name, args, words) => {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const { signal } = new AbortController();
  const refused = await COMMANDS[name](args, { stdout, stderr, clock: systemClock, signal }).catch(
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(CommandError);
  expect((refused as CommandError).exitCode).toBe(EXIT.usage);
  expect((refused as CommandError).message).toContain(words);
  expect(stdout.read()).toBeNull();
});
