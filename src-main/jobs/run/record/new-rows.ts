import { minersInShort } from '../../../../src-shared/miner/named-miners.ts';
import type { Actor } from '../../../../src-shared/model/index.ts';
import { uuidV7 } from '../../../runtime/uuid-v7.ts';
import type { StoredJob, StoredJobItem } from '../../../store/job-records.ts';
import type { KnownMiner } from '../../goal/known-miner.ts';
import type { Draft } from '../../plan/draft.ts';
import { needsWaves, type PlannedItem, type SkippedItem, transitionKey, wavesOf } from '../../plan/planner.ts';
import { waveOf } from '../../plan/split-into-waves.ts';
import { costOf } from '../../plan/start-cost.ts';
import type { LeftState } from '../../plan/undo.ts';
import type { WaveItem } from '../run-options.ts';

const EMPTY = {
  message: null,
  before: null,
  after: null,
  held_by: null,
  started_at: null,
  finished_at: null,
  expect: null,
  sent: [],
  own: null,
  goal: null,
  kept: null,
} as const;

/** A job and its miners as first stored: before the first request, or before its time. */
export function newJob(draft: Draft, actor: Actor, now: number) {
  const { planned, skipped, mustBe, ownOrders, rules, ...what } = draft;
  const waves = wavesOf(planned, rules);
  const row: StoredJob = {
    job_id: uuidV7(),
    ...what,
    rules,
    actor,
    state: what.start_at === null ? 'running' : 'scheduled',
    reason: null,
    waves,
    miners_text: minersInShort(planned.map(({ miner }) => findable(miner))),
    wave: 0,
    created_at: now,
    finished_at: null,
    counts: { planned: planned.length, ...(skipped.length > 0 && { skipped: skipped.length }) },
    left_out: [],
  };
  const items = planned.map((item, index) => {
    const live = waveItem(item, waveOf(index, waves), mustBe.get(item.miner.id)?.mustBe ?? null);
    return ownOrders.has(item.miner.id) ? { ...live, row: { ...live.row, own: item.order } } : live;
  });
  return { row, items, isWaved: needsWaves(planned), skipped: skipped.map((item) => skippedRow(item, now)) };
}

/** A miner as texts name it. The farm has chosen the name already. */
export function findable({ id, name, ip, hostname, place, model_alias }: PlannedItem['miner'] | KnownMiner) {
  return { id, nickname: name, label: null, hostname, ip, last_ip: null, place: place ?? null, model_alias };
}

/** A planned miner when a job begins. `mustBe`, in an undo: what the job left on it. */
export function waveItem(
  { miner, order, before, judged }: PlannedItem,
  wave: number,
  mustBe: LeftState | null,
): WaveItem {
  return {
    order,
    mustBe,
    cost: costOf(judged),
    transition: transitionKey(miner, before.preset, judged.goal),
    row: {
      ...EMPTY,
      id: miner.id,
      wave,
      verdict: 'planned',
      code: null,
      before,
      expect: judged.expect,
      goal: judged.goal,
    },
  };
}

/** A miner that the plan left out, with its reason. */
function skippedRow({ id, code, reason, job_id }: SkippedItem, at: number): StoredJobItem {
  const held_by = job_id ?? null;
  return { ...EMPTY, id, wave: null, verdict: 'skipped', code, message: reason, held_by, finished_at: at };
}
