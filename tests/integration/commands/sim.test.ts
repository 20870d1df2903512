import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { runSimCommand } from '../../../src-main/demo/sim-command.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { limitMs } from '../../fixtures/patience.ts';

const net = await claimNet();
interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let abort = new AbortController();
afterEach(() => {
  abort.abort();
  abort = new AbortController();
});

/** Runs the command; `whenReady` gets its first line, and the signal ends it afterwards. */
async function run(args: string[], whenReady: (line: string) => Promise<void> = async () => undefined): Promise<Run> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const all = Promise.all([text(stdout), text(stderr)]);
  const firstLine = new Promise<string>((resolve) => stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())));
  const ended = runSimCommand(args, { stdout, stderr, signal: abort.signal });
  await Promise.race([ended, firstLine.then(whenReady).finally(() => abort.abort())]);
  const code = await ended;
  stdout.end();
  stderr.end();
  const [out, err] = await all;
  return { code, stdout: out, stderr: err };
}

describe('powerhive sim', () => {
  it('says on one line that it is ready, serves until the signal, and then leaves the addresses', async () => {
    const url = `http://${net}.7.2:8980/api/v1/info`;
    const { code, stdout } = await run(['--listen', `${net}.7.1-${net}.7.3:8980`, '--seed', '5'], async () => {
      expect(await (await fetch(url)).json()).toMatchObject({ fw_name: 'Vnish' });
    });
    expect(code).toBe(0);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(JSON.parse(stdout)).toEqual({
      ready: true,
      targets: [`${net}.7.1-${net}.7.3:8980`],
      miners: 3,
      pid: process.pid,
    });
    await expect(fetch(url)).rejects.toThrow();
  });

  it.each([
    [[], '--listen is missing'],
    [['--listen', '198.51.100.1-198.51.100.9:80'], '--listen: 198.51.100.1 is not an address of this machine'],
    [['--listen', '0.0.0.0:8980'], "--listen: 0.0.0.0 is no machine's own address"],
    [['--listen', `${net}.7.9`, '--profile', 'nice'], '--profile: unknown profile "nice"; known: mixed'],
    [['--listen', `${net}.7.9`, '--faults', 'sloow'], '--faults: unknown fault "sloow"; known: config-corrupt'],
    [['--listen', `${net}.7.9`, '--faults', 'hang@127.0.0.1'], 'no miner at that address'],
    [['--listen', `${net}.7.9`, '--seed', 'x'], '--seed: "x" is not a whole number'],
    [['--listen', `${net}.7.9`, '--time-scale', '0'], '--time-scale: "0" is not above 0'],
    [['--lisen', `${net}.7.9`], "'--lisen'"],
    [[`${net}.7.9`], `'${net}.7.9'`],
  ])('ends with 2 and names the argument: %j', async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('ends with 1 when another process listens there already', async () => {
    const listen = ['--listen', `${net}.7.20:8980`];
    await run(listen, async () => {
      const stdout = new PassThrough();
      const stderr = new PassThrough();
      const second = await runSimCommand(listen, { stdout, stderr, signal: AbortSignal.timeout(limitMs()) });
      expect(second).toBe(1);
      expect(String(stderr.read())).toContain('something listens there already');
    });
  });

  it('explains every fault and profile with --help', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    for (const word of ['--time-scale', 'gzip-bomb', 'weird-names', 'hydro']) expect(stdout).toContain(word);
  });
});
