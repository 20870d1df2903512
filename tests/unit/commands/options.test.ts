import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runScan } from '../../../src-main/commands/scan/scan.ts';
import { optionLines } from '../../../src-main/commands/shared/option-words.ts';
import { readOptions } from '../../../src-main/commands/shared/options.ts';
import { USAGE } from '../../../src-main/commands/shared/usage.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';

// No DNS lookups.

const COMMANDS = (Object.keys(USAGE) as (keyof typeof USAGE)[]).filter((name) => name !== 'sim');

describe('the options of a command', () => {
  it.each(COMMANDS)('%s are all explained', (name) => {
    const named = USAGE[name].match(/--[a-z-]+/g) ?? [];
    const lines = optionLines(name).split('\n').slice(0, -1);
    expect(lines).toHaveLength(named.length);
    for (const [index, line] of lines.entries()) {
      expect(line.trim().split(' ')[0]).toBe(named[index]);
      expect(line, line).toMatch(/^ {2}--\S+( \S+)? {2,}\S.{8,}$/);
    }
  });

  it('--data of a demo is not the folder of the desktop app', () => {
    expect(optionLines('demo')).toContain('if left out, both are deleted at the end');
    expect(optionLines('serve')).toContain("the desktop app's if left out");
  });

  const read = (...args: string[]) =>
    readOptions(args, { 'timeout-ms': { type: 'string' }, json: { type: 'boolean', default: false } });
  it.each([
    [['--fast'], 'there is no option --fast. Options are --timeout-ms, --json'],
    [['--timeout-m=5'], 'there is no option --timeout-m. Did you mean --timeout-ms?'],
    [['-x'], 'there is no option -x. Options are --timeout-ms, --json'],
    [['--json=1'], '--json takes no value'],
    [['--timeout-ms'], '--timeout-ms needs a value'],
    [['--timeout-ms', '--json'], '--timeout-ms needs a value'],
    [['--timeout-ms='], '--timeout-ms needs a value'],
    [['--timeout-ms', ' '], '--timeout-ms needs a value'],
    [['--timeout-ms=~/5'], '--timeout-ms needs a full path: the shell did not expand the ~ of "~/5"'],
  ])('%j is refused in our own words', (args, words) => {
    expect(() => read(...args)).toThrow(words);
  });
});

it('a public network is scanned only where --force says that it is meant', async () => {
  const io = { stdout: process.stdout, stderr: process.stderr, clock: systemClock, signal: AbortSignal.abort() };
  await expect(runScan(['8.8.8.0/24'], io)).rejects.toThrow(
    '"8.8.8.0/24" is public: such addresses belong to others on the internet. If they are yours, use --force.',
  );
});

it('a scan of a host that is not found says so and has failed', async () => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await runScan(
    ['miner-7.farm.example'],
    { stdout, stderr, clock: systemClock, signal: new AbortController().signal },
    () => Promise.reject(new Error('ENOTFOUND')),
  );
  expect(code).toBe(1);
  expect(String(stderr.read())).toContain('Host miner-7.farm.example not found');
});
