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
  expect((await app.run(runPools, 'yours')).code).toContain('enter nothing');
});
