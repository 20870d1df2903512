import { DAY_MS, HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { hidesPower, isMonitored, momentOf } from '../../../src-shared/miner/miner-now.ts';
import type { HistorySource, Miner } from '../../../src-shared/model/index.ts';
import { parseQuery } from '../../../src-shared/query/index.ts';
import { RETENTION_OF, RETENTION_PRESETS } from '../../../src-shared/setting-defaults/retention.ts';
import type { Operations } from '../../api/operations.ts';
import { noMiner, noModel } from '../../api/refuse.ts';
import type { Entry } from '../../fleet/entry.ts';
import { findGaps } from '../../history/find-gaps.ts';
import {
  type GroupPlan,
  type HistoryPlan,
  type HistorySpan,
  planChipHistory,
  planGroupHistory,
  planStatusHistory,
} from '../../history/plan-history.ts';
import { projectDisk } from '../../history/project-disk.ts';
import { planSlotMs } from '../../history/slots.ts';
import { FIVE_MINUTES_MS } from '../../history/tiers.ts';
import { farmMoment } from './farm-moment.ts';
import { filteredMiners } from './miner-filter.ts';
import { hasHistory } from './miners.ts';
import type { OperationsParts } from './operations-parts.ts';
import { sumMiners, thinned } from './sum-in-parts.ts';

/** Assumed for a model that was not read yet. */
const USUAL_BOARDS = 3;
const USUAL_CHIPS = 126;

/** Limit of miner hours that are searched for restarts. */
const MOST_READ_HOURS = 5000;

/** Histories for display: planned, read from the store, and with their gaps. */
export function createHistoryOperations(parts: OperationsParts) {
  const { fleet, store, settings, clock, guard } = parts;
  const statusMs = (): number => settings.current.intervals.status_seconds * 1000;
  const telemetryMs = (): number => settings.current.intervals.telemetry_seconds * 1000;
  const kept = () => settings.current.retention;
  const knownSince = (id: string): number => fleet.entry(id)?.stored.first_seen_at ?? 0;
  const firstKnown = (alias: string | null): number => {
    const known = [...fleet.entries()].filter(({ stored }) => alias === null || stored.model_alias === alias);
    return known.reduce((first, { stored }) => Math.min(first, stored.first_seen_at), Number.POSITIVE_INFINITY);
  };
  type Span = { readonly from: number; readonly to?: number | undefined; readonly max_points: number };
  type Point = { readonly at: number; readonly source: HistorySource };
  // A filled point covers five minutes, even if the slots of readings are narrower.
  const filledMs = (plan: HistoryPlan): number => Math.max(FIVE_MINUTES_MS, plan.slotMs);
  const gapsOf = (points: readonly Point[], plan: HistoryPlan, intervalMs: number, sinceAt: number) =>
    findGaps(
      points.map(({ at, source }) => (source === 'filled' ? { at, widthMs: filledMs(plan) } : { at })),
      {
        fromAt: Math.min(plan.toAt, Math.max(plan.fromAt, sinceAt)),
        toAt: plan.toAt,
        slotMs: plan.slotMs,
        intervalMs,
      },
    );
  const spanOf = ({ from, to = clock.nowMs(), max_points }: Span): HistorySpan => ({
    fromAt: from,
    toAt: to,
    maxPoints: max_points,
  });
  const head = ({ fromAt, toAt, slotMs, tier }: HistoryPlan) => ({
    from_at: fromAt,
    to_at: toAt,
    slot_ms: slotMs,
    tier,
  });

  const matched = (query: string): Miner[] => filteredMiners(fleet.miners(), { q: query }, farmMoment(parts));
  const groupPlan = async (input: Span): Promise<GroupPlan> => {
    const span = spanOf(input);
    const planned = (leastMs: number) => planGroupHistory(span, kept(), clock.nowMs(), statusMs(), leastMs);
    // Sums by minute contain only readings, without points from the memory of miners.
    const isFilled = planned(0).tier === '1min' && (await store.hasFilled(span.fromAt, span.toAt));
    return planned(isFilled ? FIVE_MINUTES_MS : 0);
  };

  return {
    async query({ query, ...input }, by) {
      const miners = matched(query);
      const ids = miners.map(({ id }) => id);
      const plan = await groupPlan(thinned(input, ids.length, clock.nowMs()));
      const waiting = parts.gaps.waitingIds();
      const moment = momentOf(clock.nowMs(), settings.current.intervals.status_seconds);
      const since = Math.min(...ids.map(knownSince));
      const isAll = parseQuery(query).terms.length === 0;
      const series = (await (isAll ? store.groupHistory(null, plan) : sumMiners(store, ids, plan, by?.signal))).map(
        ({ algorithm, points }) => ({ algorithm, points, gaps: gapsOf(points, plan, statusMs(), since) }),
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
      const rawFrom = clock.nowMs() - kept().status_days * DAY_MS;
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
    async disk() {
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
    },
    async fleet(input) {
      const plan = await groupPlan(input);
      const since = firstKnown(null);
      const series = (await store.groupHistory(null, plan)).map(({ algorithm, points }) => ({
        algorithm,
        points,
        gaps: gapsOf(points, plan, statusMs(), since),
      }));
      return { ...head(plan), series };
    },
    async model({ alias, ...input }) {
      if (fleet.model(alias) === null) return noModel(alias);
      const plan = await groupPlan(input);
      const [series] = await store.groupHistory(alias, plan);
      const points = series?.points ?? [];
      const algorithm = fleet.model(alias)?.algorithm ?? series?.algorithm ?? null;
      const gaps = gapsOf(points, plan, statusMs(), firstKnown(alias));
      return { ok: true, value: { alias, algorithm, ...head(plan), points, gaps } };
    },
    async miner({ id, ...input }) {
      if (!(await hasHistory(id, parts))) return noMiner(id);
      const plan = planStatusHistory(spanOf(input), kept(), clock.nowMs());
      const points = await store.minerHistory(id, plan);
      const gaps = gapsOf(points, plan, statusMs(), knownSince(id));
      return { ok: true, value: { miner_id: id, ...head(plan), points, gaps } };
    },
    async chain({ id, chain_id, ...input }) {
      if (!(await hasHistory(id, parts))) return noMiner(id);
      const plan = planStatusHistory(spanOf(input), kept(), clock.nowMs());
      const points = await store.chainHistory(id, chain_id, plan);
      const gaps = gapsOf(points, plan, statusMs(), knownSince(id));
      return { ok: true, value: { miner_id: id, chain_id, ...head(plan), points, gaps } };
    },
    async chip({ id, chain_id, chip_id, nth, ...input }) {
      if (!(await hasHistory(id, parts))) return noMiner(id);
      const chip = { chain_id, chip_id, nth };
      const plan = planChipHistory(spanOf(input), kept(), clock.nowMs());
      const points = await store.chipHistory(id, chip, plan);
      const gaps = gapsOf(points, plan, telemetryMs(), knownSince(id));
      return { ok: true, value: { miner_id: id, ...chip, ...head(plan), points, gaps } };
    },
  } satisfies Operations['history'];
}
