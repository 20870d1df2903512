import { expect, it } from 'vitest';
import { runPools } from '../../../src-main/commands/pools.ts';
import { EXIT } from '../../../src-main/commands/shared/command.ts';
import { standInApp } from '../../fixtures/program/stand-in-app.ts';

const SEEN = [
  { host: 'evil.example', account: 'thief', miners: 6, since_at: 0, standing: 'unconfirmed' },
  { host: 'eu.pool.example', account: null, miners: 14, since_at: null, standing: 'share' },
];

it('lists the pools of the farm, and says which are theirs', async () => {
  await using app = await standInApp(() => SEEN);
  const listed = await app.run(runPools);
  expect(listed.code).toBe(EXIT.done);
  expect(listed.stdout).toMatch(/evil\.example +thief +6 .*NOT CONFIRMED/);
  await app.run(runPools, 'not-mine', 'evil.example', 'thief');
  await app.run(runPools, 'reset', 'evil.example');
  expect(app.asked.slice(1)).toMatchObject([
    { path: '/api/own-pools/decide', body: { host: 'evil.example', account: 'thief', is_own: false } },
    { path: '/api/own-pools/decide', body: { host: 'evil.example', account: null, is_own: null } },
  ]);
  await app.run(runPools, 'mine', ' stratum+ssl://me:pw@EU.Pool.example:3333/x ', 'Farm');
  await app.run(runPools, 'mine', '2001:DB8::1');
  expect(app.asked.slice(3)).toMatchObject([
    { body: { host: 'eu.pool.example', account: 'farm', is_own: true } },
    { body: { host: '[2001:db8::1]', account: null } },
  ]);
  for (const host of ['', ' ', 'eu pool.example', 'eu\u0000.example', 'stratum+tcp://', 'x'.repeat(256)])
    expect((await app.run(runPools, 'mine', host)).code).toMatch(/^Enter the host of a pool/);
  for (const account of ['', ' ', 'farm.w1', 'fa\u0007rm', '*****', 'x'.repeat(1001)])
    expect((await app.run(runPools, 'mine', 'eu.example', account)).code).toMatch(/^Enter an account/);
  expect(app.asked).toHaveLength(5);
  expect((await app.run(runPools, 'yours')).code).toContain('enter nothing');
});
