import { DAY_MS, HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import { hidesPower, isMonitored, momentOf } from '../../../../src-shared/miner/miner-now.ts';
import type { HistoryDiskUse, Miner } from '../../../../src-shared/model/index.ts';
import { parseQuery } from '../../../../src-shared/query/index.ts';
import { RETENTION_OF, RETENTION_PRESETS } from '../../../../src-shared/setting-defaults/retention.ts';
import type { Operations } from '../../../api/operation-types.ts';
import { noMiner, noModel } from '../../../api/refuse.ts';
import type { Entry } from '../../../fleet/miner-entry.ts';
import type { HistoryPlan } from '../../../history/plan-history.ts';
import { projectDisk } from '../../../history/project-disk.ts';
import { planSlotMs } from '../../../history/slots.ts';
import { farmMoment } from '../farm-moment.ts';
import { filteredMiners } from '../input/miner-filter.ts';
import { hasHistory } from '../miners.ts';
import type { OperationsParts } from '../operations-parts.ts';
import { dayFromStored } from './day.ts';
import { HistoryPlans } from './history-plans.ts';
import { leastSumMs, sumMiners } from './sum-in-parts.ts';

/** Assumed for a model that was not read yet. */
const USUAL_BOARDS = 3;
const USUAL_CHIPS = 126;

/** Limit of miner hours that are searched for restarts. */
const MOST_READ_HOURS = 5000;

/** The operations of histories for display. */
export function createHistoryOperations(parts: OperationsParts) {
  const { fleet, store, settings, clock } = parts;
  const plans = new HistoryPlans(parts);
  const matched = (query: string): Miner[] => filteredMiners(fleet.miners(), { q: query }, farmMoment(parts));

  return {
    async query({ query, ...input }, by) {
      const miners = matched(query);
      const ids = miners.map(({ id }) => id);
      const isAll = parseQuery(query).terms.length === 0;
      const plan = await plans.group(input, isAll ? 0 : leastSumMs(input, ids.length, clock.nowMs()));
      const waiting = parts.gaps.waitingIds();
      const moment = momentOf(clock.nowMs(), settings.current.intervals.status_seconds);
      const since = Math.min(...ids.map((id) => plans.knownSince(id)));
      const series = (await (isAll ? store.groupHistory(null, plan) : sumMiners(store, ids, plan, by?.signal))).map(
        ({ algorithm, points }) => ({ algorithm, points, gaps: plans.gaps(points, plan, since) }),
      );
      return {
        ...head(plan),
        query,
        miners: ids.length,
        loading_miners: ids.filter((id) => waiting.has(id)).length,
        without_power: miners.filter((miner) => hidesPower(miner, moment)).length,
        series,
      };
    },
    async marks({ query, from, to = clock.nowMs(), max_points }) {
      const ids = matched(query).map(({ id }) => id);
      const rawFrom = clock.nowMs() - settings.current.retention.status_days * DAY_MS;
      const from_readings = from >= rawFrom && (ids.length * (to - from)) / HOUR_MS <= MOST_READ_HOURS;
      const { marks, cut_before_at } = await store.historyMarks({
        minerIds: parseQuery(query).terms.length === 0 ? null : ids,
        fromAt: from,
        toAt: to,
        slotMs: planSlotMs(from, to, max_points),
        readingsOf: from_readings ? ids : [],
      });
      return { marks, from_readings, cut_before_at };
    },
    async day({ from, to = clock.nowMs() }) {
      const names = new Map(parts.rules.all().map(({ id, name }) => [id, name]));
      const stored = await store.day({ fromAt: from, toAt: to });
      return dayFromStored(stored, { from_at: from, to_at: to }, (id) => names.get(id) ?? null);
    },
    disk: () => readDiskUse(parts),
    async fleet(input) {
      const plan = await plans.group(input);
      const since = plans.firstKnown(null);
      const series = (await store.groupHistory(null, plan)).map(({ algorithm, points }) => ({
        algorithm,
        points,
        gaps: plans.gaps(points, plan, since),
      }));
      return { ...head(plan), series };
    },
    async model({ alias, ...input }) {
      if (fleet.model(alias) === null) return noModel(alias);
      const plan = await plans.group(input);
      const [series] = await store.groupHistory(alias, plan);
      const points = series?.points ?? [];
      const algorithm = fleet.model(alias)?.algorithm ?? series?.algorithm ?? null;
      const gaps = plans.gaps(points, plan, plans.firstKnown(alias));
      return { ok: true, value: { alias, algorithm, ...head(plan), points, gaps } };
    },
    async miner({ id, ...input }) {
      if (!(await hasHistory(id, parts))) return noMiner(id);
      const plan = plans.status(input);
      const [points, times] = await Promise.all([
        store.minerHistory(id, plan),
        plans.hidesOutages(plan) ? store.readTimes(id, { fromAt: plan.fromAt, toAt: plan.toAt }) : null,
      ]);
      const since = plans.knownSince(id);
      const gaps = times === null ? plans.gaps(points, plan, since) : plans.gapsBetween(times, points, plan, since);
      return { ok: true, value: { miner_id: id, ...head(plan), points, gaps } };
    },
    async chain({ id, chain_id, ...input }) {
      if (!(await hasHistory(id, parts))) return noMiner(id);
      const plan = plans.status(input);
      const points = await store.chainHistory(id, chain_id, plan);
      const gaps = plans.gaps(points, plan, plans.knownSince(id));
      return { ok: true, value: { miner_id: id, chain_id, ...head(plan), points, gaps } };
    },
    async chip({ id, chain_id, chip_id, nth, ...input }) {
      if (!(await hasHistory(id, parts))) return noMiner(id);
      const chip = { chain_id, chip_id, nth };
      const plan = plans.chips(input);
      const points = await store.chipHistory(id, chip, plan);
      const gaps = plans.chipGaps(points, plan, plans.knownSince(id));
      return { ok: true, value: { miner_id: id, ...chip, ...head(plan), points, gaps } };
    },
  } satisfies Operations['history'];
}

function head({ fromAt, toAt, slotMs, tier }: HistoryPlan) {
  return { from_at: fromAt, to_at: toAt, slot_ms: slotMs, tier };
}

/** What the history takes on disk, now and once the retention is reached. */
async function readDiskUse({ fleet, store, settings, guard }: OperationsParts): Promise<HistoryDiskUse> {
  const { tiers, ...file } = await store.diskUse();
  const monitored = [...fleet.entries()].filter(({ stored }) => {
    const miner = fleet.miner(stored.id);
    return miner !== null && isMonitored(miner);
  });
  const chipsOf = (entry: Entry): number => {
    const model = fleet.modelOf(entry);
    return (model?.chains ?? USUAL_BOARDS) * (model?.chips_per_chain ?? USUAL_CHIPS);
  };
  const farm = { miners: monitored.length, chips: monitored.reduce((sum, entry) => sum + chipsOf(entry), 0) };
  const projected = projectDisk(farm, settings.current, tiers);
  return {
    ...file,
    disk_free_bytes: guard.freeBytes(),
    tiers: tiers.map((one) => ({
      ...one,
      kept_days: projected.tiers[one.tier].keptDays,
      projected_bytes: projected.tiers[one.tier].bytes,
    })),
    projected: {
      miners: farm.miners,
      bytes: projected.bytes,
      measured: projected.measured,
      presets: RETENTION_PRESETS.map((preset) => {
        const chosen = { ...settings.current, retention: RETENTION_OF[preset] };
        return { preset, bytes: projectDisk(farm, chosen, tiers).bytes };
      }),
    },
  };
}
