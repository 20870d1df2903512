import { beforeEach, describe, expect, it } from 'vitest';
import { createAppOperations } from '../../../src-main/app/operations/app.ts';
import { createDesktopOperations } from '../../../src-main/app/operations/desktop.ts';
import { createMinerOperations } from '../../../src-main/app/operations/miners.ts';
import { createModelOperations } from '../../../src-main/app/operations/models.ts';
import type { OperationsParts } from '../../../src-main/app/operations/operations-parts.ts';
import { createScanOperations } from '../../../src-main/app/operations/scans.ts';
import { type NewEvent, Settings } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { storedMiner, storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const A = '02:95:23:00:00:01';
const B = '02:95:23:00:00:02';
const BY = { actor: TESTER };

/** The events in the audit. */
let recorded: NewEvent[];
let auditWorks: boolean;
let systemTakesLogin: boolean;
let scans: unknown[];
let parts: OperationsParts;

/** The program with two miners and an audit that takes a moment to write. */
beforeEach(async () => {
  recorded = [];
  auditWorks = true;
  systemTakesLogin = true;
  scans = [];
  const preset = { pretty: null, power_w: 3000, hashrate_hs: 1e14, status: 'tuned', modded_psu_required: false };
  const model = storedModel({ max_preset: null, presets: [{ name: '3080', ...preset }] });
  const miners = [storedMiner({ id: A, managed: false }), storedMiner({ id: B, ip: null, last_ip: null })];
  const desktop = { open_at_login: false, login_blocked_by: null };
  parts = {
    fleet: await memoryFleet(new ManualClock(), miners, [model], {}, new Map(), async (events) => {
      if (!auditWorks) throw new Error('The disk is full');
      await new Promise((resolve) => setImmediate(resolve));
      recorded.push(...events);
    }),
    polling: { wake: () => undefined, pollNow: async () => undefined, pollChanged: async () => undefined },
    discovery: {
      watching: () => ({ state: 'watching' }),
      rescanMiner: async () => null,
      request: (targets: unknown, actor: unknown) => {
        scans.push({ targets, actor });
        return 'scan';
      },
    },
    settings: { current: Settings.parse({ network: { subnets: ['10.1.0.0/24'] } }) },
    changes: { yieldTo: () => undefined },
    backups: { backUp: async () => ({ name: 'b.db', path: '/b.db', made_at: 1, bytes: 7 }) },
    hostPorts: {
      rest: null,
      desktop: {
        state: () => desktop,
        setOpenAtLogin: (on: boolean) => {
          if (!systemTakesLogin) throw new Error('no such bus');
          Object.assign(desktop, { open_at_login: on });
        },
      },
    },
    record: async (event: NewEvent) => {
      await new Promise((resolve) => setImmediate(resolve));
      recorded.push(event);
    },
    onError: (error: unknown) => {
      throw error;
    },
  } as never;
});

describe('a change that was asked for is in the audit, with who asked, when its call answers:', () => {
  it.each([
    [{ managed: true }, { event: 'miner_managed', data: { name: '127.1.0.1' } }],
    [{ managed: false }, { event: 'miner_unmanaged', data: { name: '127.1.0.1' } }],
    [{ nickname: 'R1' }, { event: 'miner_renamed', data: { before: '127.1.0.1', after: 'R1' } }],
    [{ nickname: null }, { event: 'miner_name_removed', data: { before: '127.1.0.1', after: '127.1.0.1' } }],
    [{ tags: ['rack-2'] }, { event: 'miner_tags_changed', data: { name: '127.1.0.1', before: [], after: ['rack-2'] } }],
    [{ unlock_pass: 'secret' }, { event: 'miner_password_changed', data: { name: '127.1.0.1', is_default: false } }],
    [{ unlock_pass: null }, { event: 'miner_password_changed', data: { name: '127.1.0.1', is_default: true } }],
  ])('%j of a miner', async (body, event) => {
    expect(await createMinerOperations(parts).update({ params: { id: A }, body }, BY)).toMatchObject({ ok: true });
    expect(recorded).toEqual([{ ...event, miner_id: A, actor: TESTER }]);
    expect(JSON.stringify(recorded)).not.toContain('secret');
  });

  it('miners that leave', async () => {
    const miners = createMinerOperations(parts);
    await miners.replacedBy({ params: { id: B }, body: { id: A } }, BY);
    await miners.remove({ params: { id: A }, query: { history: 'drop' } }, BY);
    expect(recorded).toMatchObject([
      { event: 'miner_replaced', miner_id: A, actor: TESTER, data: { replaced_id: B } },
      { event: 'miner_removed', miner_id: A, actor: TESTER, data: { history: 'drop' } },
    ]);
  });

  it('a max preset, with the one before it', async () => {
    const models = createModelOperations(parts);
    const [alias, model_name] = ['s19jpro', 'Antminer S19j Pro'];
    await models.update({ params: { alias }, body: { max_preset: '3080' } }, BY);
    expect(await models.update({ params: { alias }, body: { max_preset: '1' } }, BY)).toMatchObject({ ok: false });
    expect(recorded).toEqual([
      {
        event: 'max_preset_changed',
        actor: TESTER,
        data: { model_alias: alias, model_name, before: null, after: '3080' },
      },
    ]);
  });

  it('a backup, and the start at login, also where the system does not take it', async () => {
    await createAppOperations(parts).backUp(undefined, BY);
    const desktop = createDesktopOperations(parts);
    await desktop.setOpenAtLogin({ on: true }, BY);
    systemTakesLogin = false;
    expect(await desktop.setOpenAtLogin({ on: false }, BY)).toMatchObject({ ok: false });
    expect(recorded).toEqual([
      { event: 'backup_made', actor: TESTER, data: { file: 'b.db', bytes: 7 } },
      { event: 'start_at_login_changed', actor: TESTER, data: { on: true } },
      { event: 'start_at_login_changed', actor: TESTER, data: { on: false } },
      { event: 'start_at_login_changed', actor: TESTER, data: { on: true } },
    ]);
  });

  it('a scan takes who asked along, for the event of its end', () => {
    createScanOperations(parts).start({}, BY);
    expect(scans).toEqual([{ targets: null, actor: TESTER }]);
  });
});

it('a call fails, and changes nothing, where the audit cannot be written', async () => {
  auditWorks = false;
  const update = createMinerOperations(parts).update({ params: { id: A }, body: { managed: true } }, BY);
  await expect(update).rejects.toThrow('The disk is full');
  expect(parts.fleet.miner(A)?.managed).toBe(false);
});
