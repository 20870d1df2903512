import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { startProgram } from '../../fixtures/program/program.ts';

const net = await claimNet();
const PORT = 8974;
const HOLDER = join(import.meta.dirname, '../../fixtures/program/hold-descriptors.mjs');

interface Found {
  readonly addresses: number;
  readonly answered: number;
  readonly not_identified: number;
  readonly message: string | null;
}

/**
 * Runs `powerhive scan --json` with a limit of file descriptors, all but some of which are held by
 * something else.
 */
async function scanWith(descriptors: number, target: string, holdAllBut: number | null) {
  const hold = holdAllBut === null ? [] : [`NODE_OPTIONS=--import ${HOLDER}`, `HOLD_ALL_BUT=${holdAllBut}`];
  const limit = ['sh', '-c', `ulimit -n ${descriptors}; env "$@"; code=$?; times >&2; exit $code`, 'sh', ...hold];
  const program = startProgram(['scan', target, '--json', '--probe-timeout-ms', '100'], limit);
  await program.ended;
  expect(program.child.exitCode, program.stderr()).toBe(0);
  // The last line of `times` is of the program.
  const [, m1, s1, m2, s2] = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(program.stderr()) ?? [];
  const cpuS = 60 * (Number(m1) + Number(m2)) + Number(s1) + Number(s2);
  return { found: JSON.parse(program.stdout()) as Found, cpuS };
}

const on = process.platform === 'win32' ? ' (left out: Windows sets no limit)' : '';

it.skipIf(on !== '')(`a scan with 64 descriptors tries every address${on}`, async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(PORT, `${net}.3.77`, resolve));
  // Without the limit, several threads would dial this many.
  const { found } = await scanWith(64, `${net}.0.0/19:${PORT}`, null);
  expect(found).toMatchObject({ addresses: 8192, answered: 1, not_identified: 1 });
  expect(found.message ?? '').not.toContain('could not be tried');
  server.close();
});

it.skipIf(on !== '')(`a scan for which few descriptors are left becomes narrow and says so${on}`, async () => {
  const { found } = await scanWith(256, `${net}.0.0/23:${PORT}`, 6);
  expect(found).toMatchObject({ addresses: 512, answered: 0 });
  expect(found.message).toMatch(/no free socket \(EMFILE\) for more than \d at once.*ulimit -n/);
});

it.skipIf(on !== '')(`a scan for which none is left ends, and says what it could not try${on}`, async () => {
  const { found, cpuS } = await scanWith(256, `${net}.0.0/22:${PORT}`, 0);
  // Ten seconds in which it is almost idle.
  expect(cpuS).toBeLessThan(5);
  expect(found).toMatchObject({ addresses: 1024, answered: 0 });
  expect(found.message).toMatch(
    /no free socket \(EMFILE\): 1,024 addresses could not be tried\. Allow more open files/,
  );
});
