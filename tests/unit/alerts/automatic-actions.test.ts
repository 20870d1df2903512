import { beforeEach, describe, expect, it } from 'vitest';
import { whyNotAutomatic } from '../../../src-main/alerts/automatic/automatic-rules.ts';
import { BUILT_IN_RULES } from '../../../src-main/alerts/rules/built-in-rules.ts';
import type { Actor, Automatic, Miner } from '../../../src-shared/model/index.ts';
import { AlertFarm } from '../../fixtures/alerts/alert-farm.ts';
import { minerRow, NOW, status } from '../renderer/miner-row.ts';

const OPERATOR: Actor = { via: 'browser', name: 'browser', scope: 'operate' };
const BOARD: Miner['attention'] = [{ code: 'board_failed', severity: 'critical', message: 'Board 2 not detected.' }];
const FAN: Miner['attention'] = [{ code: 'fan_lost', severity: 'critical', message: 'Fan 3 of 4 stopped.' }];
const HALF_HOUR = 1800;
const NAME = 'Board not hashing, failed or missing';

let farm: AlertFarm;
const idOf = (i: number): string => `02:95:23:00:00:${i.toString(16).padStart(2, '0')}`;
/** Adds miners in separate networks, so that they do not form a group. */
const addMiners = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => {
    farm.rows.set(idOf(i), minerRow({ id: idOf(i), ip: `10.${i}.0.1`, nickname: `M${i}`, model_alias: `m${i}` }));
    return idOf(i);
  });

/** Allows the rule about boards to restart automatically. */
async function allow(automatic: Partial<Automatic> | null = {}, ruleId = 'board_lost'): Promise<void> {
  const rule = farm.rules.get(ruleId);
  if (rule === null || rule.suggested_action === null) throw new Error('It suggests nothing');
  const { action, params } = rule.suggested_action;
  const limits = { per_miner_a_day: 5, a_day: 100, ...automatic };
  const suggested_action = automatic === null ? { action, params } : { action, params, automatic: limits };
  await farm.rules.change(rule, { suggested_action }, OPERATOR);
}

/** Kills the program and starts it again with what is on disk. */
async function again(): Promise<void> {
  const next = new AlertFarm(farm.clock.nowMs());
  for (const [id, row] of farm.rows) next.rows.set(id, row);
  for (const [id, row] of farm.store.incidentRows) next.store.incidentRows.set(id, row);
  for (const [id, rule] of farm.store.rules_) next.store.rules_.set(id, rule);
  next.jobRuns.push(...farm.jobRuns);
  next.acting = farm.acting;
  farm = await next.start();
}

const acted = (): string[] => farm.jobRuns.map(({ action, miner_id }) => `${action} ${miner_id}`);
async function timeline(): Promise<(string | null)[]> {
  const [incident] = await farm.incidents.views.list(['open', 'acknowledged', 'snoozed', 'resolved'], 1);
  const detail = await farm.incidents.views.get(incident?.incident_id ?? '');
  return (detail?.timeline ?? []).flatMap(({ event, message, job_id }) =>
    event !== 'acted' ? [] : job_id === null ? [message] : [`${message} (${job_id})`],
  );
}

beforeEach(async () => {
  farm = await new AlertFarm(NOW).start();
  farm.acting = true;
});

describe('an automatic action', () => {
  it('is off by default, and off while acting is', async () => {
    const [id = ''] = addMiners(3);
    farm.change(id, { attention: BOARD });
    await farm.pass(2 * HALF_HOUR);
    expect(farm.incidents.views.open()).toHaveLength(1);
    expect(acted()).toEqual([]);
    farm.acting = false;
    await allow();
    await farm.pass(2 * HALF_HOUR);
    expect(acted()).toEqual([]);
    farm.acting = true;
    await farm.pass(20);
    expect(acted()).toEqual([`restart ${id}`]);
  });

  it('is a job of the rule, and stands in the timeline', async () => {
    const [id = ''] = addMiners(3);
    await allow();
    farm.change(id, { attention: BOARD });
    // After the hold time of the rule, and the time in which a group would be found.
    await farm.pass(200);
    expect(acted()).toEqual([]);
    await farm.pass(100);
    expect(farm.jobRuns).toMatchObject([
      { miner_id: id, actor: { via: 'rule', name: NAME, scope: 'operate', rule_id: 'board_lost' } },
    ]);
    expect(await timeline()).toEqual(['restart (job-1)']);
    farm.change(id, { attention: [] });
    await farm.pass(2 * HALF_HOUR);
    expect(acted()).toHaveLength(1);
  });

  it('is noted once it is known whether anything was sent, also by the next start of the program', async () => {
    const [id = ''] = addMiners(3);
    await allow({ per_miner_a_day: 1 });
    farm.change(id, { attention: BOARD });
    farm.jobOutcome = 'waits';
    await farm.pass(300);
    expect(acted()).toHaveLength(1);
    expect(await timeline()).toEqual([]);
    farm.jobRuns.splice(0, 1, { ...farm.jobRuns[0]!, outcome: 'nothing', message: 'It is in state mining again.' });
    await again();
    farm.jobOutcome = 'sent';
    await farm.pass(10);
    const nothing = 'No restart was sent: It is in state mining again (job-1)';
    // The reason for not sending may last: the next job waits as after any other.
    await farm.pass(HALF_HOUR - 200);
    expect(acted()).toHaveLength(1);
    expect(await timeline()).toEqual([nothing]);
    // A job that sent nothing is not an action and counts for no limit.
    await farm.pass(300);
    expect(acted()).toHaveLength(2);
    expect(await timeline()).toEqual([nothing, 'restart (job-2)']);
    await farm.pass(HALF_HOUR);
    expect((await timeline()).at(-1)).toContain('limit of 1 a day');
  });

  it('stops after two without a cure, says so once, and stays so over a kill', async () => {
    const [id = ''] = addMiners(3);
    await allow();
    farm.change(id, { attention: BOARD });
    await farm.pass(300);
    await farm.pass(HALF_HOUR - 100);
    expect(acted()).toHaveLength(1);
    await again();
    await farm.pass(200);
    expect(acted()).toHaveLength(2);
    const announcements = farm.announcements.length;
    await farm.pass(HALF_HOUR + 60);
    const stopped = 'No more automatic restart: 2 did not help';
    expect(await timeline()).toEqual(['restart (job-1)', 'restart (job-2)', stopped]);
    expect(farm.announcements.slice(announcements).map(({ event }) => event)).toEqual(['reminder']);
    await again();
    await farm.pass(26 * 3600);
    expect(acted()).toHaveLength(2);
    expect(await timeline()).toEqual(['restart (job-1)', 'restart (job-2)', stopped]);
    expect(farm.announcements).toEqual([]);
  });

  it('is limited for each miner and day, by whichever rule', async () => {
    const [id = ''] = addMiners(3);
    await allow({ per_miner_a_day: 1 });
    await allow({ per_miner_a_day: 1 }, 'not_hashing');
    farm.change(id, { attention: BOARD });
    await farm.pass(400);
    expect(acted()).toHaveLength(1);
    // Recovered; then another fault, in a new incident.
    farm.change(id, { attention: [] });
    await farm.pass(2 * HALF_HOUR);
    farm.change(id, {
      attention: [{ code: 'miner_zero_hashrate', severity: 'critical', message: 'Not hashing.' }],
    });
    await farm.pass(12 * 3600);
    expect(farm.incidents.views.open()).toHaveLength(1);
    expect(acted()).toHaveLength(1);
    expect(await timeline()).toEqual(['No automatic restart now: the limit of 1 a day for this miner is reached']);
    await farm.pass(12 * 3600);
    expect(acted()).toHaveLength(2);
  });

  it('is limited for each rule and day, and one begins in a round', async () => {
    const ids = addMiners(12);
    await allow({ a_day: 3 });
    for (const [i, id] of ids.slice(0, 4).entries()) {
      farm.change(id, { attention: BOARD });
      if (i < 3) await farm.pass(70);
    }
    await farm.pass(1200);
    expect(acted()).toEqual(ids.slice(0, 3).map((id) => `restart ${id}`));
    const at = farm.jobRuns.map((run) => run.at);
    expect(new Set(at).size).toBe(3);
    await again();
    await farm.pass(1200);
    expect(acted()).toHaveLength(3);
  });

  it('leaves alone what a restart does not cure, whatever else is wrong', async () => {
    const [id = '', lost = ''] = addMiners(3);
    await allow();
    farm.change(id, { attention: [...BOARD, ...FAN] });
    farm.change(lost, { attention: BOARD });
    await farm.pass(150);
    farm.drop([lost]);
    await farm.pass(3 * HALF_HOUR);
    expect(acted()).toEqual([]);
    farm.change(id, { attention: BOARD });
    await farm.pass(60);
    expect(acted()).toEqual([`restart ${id}`]);
  });

  it('leaves alone groups, what is attended to, what is in a job, starts, or cannot be acted on', async () => {
    const [id = ''] = addMiners(3);
    await allow();
    farm.change(id, { attention: BOARD });
    await farm.pass(150);
    const [incident] = farm.incidents.views.open();
    await farm.incidents.actions.acknowledge(incident?.incident_id ?? '', OPERATOR);
    await farm.pass(HALF_HOUR);
    expect(acted()).toEqual([]);
    farm.inJob.add(id);
    await farm.incidents.actions.reopen(incident?.incident_id ?? '', OPERATOR);
    await farm.pass(HALF_HOUR);
    farm.inJob.clear();
    farm.change(id, { settling: true });
    await farm.pass(HALF_HOUR);
    farm.change(id, { settling: false, latest_status: status({ state: 'starting' }) });
    await farm.pass(HALF_HOUR);
    farm.change(id, { latest_status: status({}) });
    farm.takesJobs = false;
    await farm.pass(HALF_HOUR);
    farm.beyondReach.add(id);
    farm.takesJobs = true;
    await farm.pass(HALF_HOUR);
    farm.beyondReach.clear();
    farm.watching = { state: 'paused', since_at: NOW, reason: null };
    await farm.pass(HALF_HOUR);
    expect(acted()).toEqual([]);
    farm.watching = { state: 'watching', since_at: NOW, reason: null };
    await farm.pass(300);
    expect(acted()).toEqual([`restart ${id}`]);
  });

  it('leaves a group of miners alone', async () => {
    await allow();
    const ids = addMiners(8);
    for (const [i, id] of ids.entries()) farm.change(id, { ip: `10.9.9.${i + 1}` });
    for (const id of ids) farm.change(id, { attention: BOARD });
    await farm.pass(2 * HALF_HOUR);
    expect(farm.incidents.views.open()).toMatchObject([{ cause: { kind: 'network' } }]);
    expect(acted()).toEqual([]);
  });

  it('leaves alone a miner that joins the trouble of a group, or has it too', async () => {
    await allow();
    await allow({}, 'not_hashing');
    const ids = addMiners(9);
    for (const [i, id] of ids.entries()) farm.change(id, { ip: `10.9.9.${i + 1}` });
    for (const id of ids.slice(0, 7)) farm.change(id, { attention: BOARD });
    await farm.pass(300);
    // Much later, one of them gets another fault, and another miner the same one.
    const [first = ''] = ids;
    farm.change(first, {
      attention: [...BOARD, { code: 'miner_zero_hashrate', severity: 'critical', message: 'Not hashing.' }],
    });
    await farm.pass(HALF_HOUR);
    farm.change(ids[8] ?? '', { attention: BOARD });
    await farm.pass(2 * HALF_HOUR);
    expect(farm.incidents.views.open().map(({ cause }) => cause.kind)).toContain('network');
    expect(acted()).toEqual([]);
  });

  it('does nothing where it is better already, although it is not over for long enough', async () => {
    const [id = ''] = addMiners(3);
    await allow({}, 'hashrate_low');
    const at = (share: number) => status({ state: 'mining', hashrate_hs: share * 1e14, hashrate_expected_hs: 1e14 });
    farm.change(id, { latest_status: at(0.8) });
    await farm.pass(630);
    expect(farm.incidents.views.open()).toHaveLength(1);
    // Neither low nor recovered: below the limit of recovery.
    farm.change(id, { latest_status: at(0.865) });
    await farm.pass(2 * HALF_HOUR);
    expect(farm.incidents.views.open()).toHaveLength(1);
    expect(acted()).toEqual([]);
    farm.change(id, { latest_status: at(0.8) });
    await farm.pass(60);
    expect(acted()).toEqual([`restart ${id}`]);
  });

  it('stops for a fault that comes back after each, whatever its rule is called meanwhile', async () => {
    const [id = ''] = addMiners(3);
    await allow();
    for (let round = 0; round < 5; round++) {
      farm.change(id, { attention: BOARD });
      await farm.pass(HALF_HOUR + 60);
      farm.change(id, { attention: [] });
      await farm.pass(300);
      expect(farm.incidents.views.open()).toEqual([]);
      const rule = farm.rules.get('board_lost');
      if (round === 0 && rule !== null) await farm.rules.change(rule, { name: 'Board lost' }, OPERATOR);
    }
    expect(acted()).toHaveLength(2);
  });

  it('counts once, although it is not known at first whether it was begun', async () => {
    const [id = ''] = addMiners(3);
    await allow({ per_miner_a_day: 2 });
    farm.change(id, { attention: BOARD });
    farm.passFails = true;
    farm.startBroken = new Error('The disk did not answer');
    await farm.pass(300);
    expect(acted()).toEqual([`restart ${id}`]);
    farm.startBroken = null;
    await farm.pass(2 * HALF_HOUR);
    expect(acted()).toEqual([`restart ${id}`, `restart ${id}`]);
  });

  it('does nothing while nothing can be written, and nothing once it is switched off', async () => {
    const [id = ''] = addMiners(3);
    farm.change(id, { attention: BOARD });
    await farm.pass(60);
    await allow();
    farm.store.broken = new Error('disk full');
    farm.passFails = true;
    await farm.pass(HALF_HOUR);
    expect(farm.failures.length).toBeGreaterThan(100);
    expect(acted()).toEqual([]);
    farm.store.broken = null;
    await allow(null);
    await farm.pass(2 * HALF_HOUR);
    expect(acted()).toEqual([]);
  });
});

describe('what may be automatic', () => {
  const limits = { per_miner_a_day: 1, a_day: 1 };
  const restart = { action: 'restart', params: {}, automatic: limits } as const;
  const own = { id: 'mine', name: 'Mine', about: 'miners', query: 'hashrate<50%' } as const;

  it('is a restart or a reboot of a rule that suggests it', () => {
    const allowed = BUILT_IN_RULES.filter((rule) => whyNotAutomatic({ ...rule, suggested_action: restart }) === null);
    expect(allowed.map(({ id }) => id)).toEqual([
      'figures_frozen',
      'not_hashing',
      'board_lost',
      'chips_dead',
      'hashrate_very_low',
      'hashrate_low',
    ]);
    expect(whyNotAutomatic({ ...own, suggested_action: restart })).toBeNull();
    for (const query of [
      ...['hashrate<80% -condition:hot', 'hashrate<80% condition!=fan_lost'],
      'hashrate<80% -(condition:hot or offline)',
    ])
      expect(whyNotAutomatic({ ...own, query, suggested_action: restart })).toBeNull();
    for (const query of ['condition:pool', 'condition=HOT'])
      expect(whyNotAutomatic({ ...own, query, suggested_action: restart })).toBe('A restart does not cure "Mine".');
    const stop = { action: 'stop', params: {}, automatic: limits } as const;
    expect(whyNotAutomatic({ ...own, suggested_action: stop })).toBe('Only restart and reboot can be automatic.');
    expect(whyNotAutomatic({ ...own, suggested_action: { action: 'stop', params: {} } })).toBeNull();
    expect(whyNotAutomatic({ ...own, suggested_action: null })).toBeNull();
  });

  it.each([
    ...['condition:pools_down', 'condition=hot|fan_lost', 'offline', 'online:no'],
    ...['hashrate<80% or (tag:r7 condition=hot)', '-(online hashrate>80%)'],
  ])('is nothing where a rule of the operator asks for %s', (query) => {
    expect(whyNotAutomatic({ ...own, query, suggested_action: restart })).toBe('A restart does not cure "Mine".');
  });
});
