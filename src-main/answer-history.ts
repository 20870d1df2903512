import type { Engine } from './api/engine.ts';
import type { Clock } from './clock.ts';
import type { SettingsHome } from './config/settings-home.ts';
import type { Fleet } from './fleet/fleet.ts';
import { findGaps } from './history/gaps.ts';
import { type HistoryPlan, planChipHistory, planGroupHistory, planStatusHistory } from './history/plan-history.ts';
import type { Store } from './store/store.ts';

export interface HistoryParts {
  readonly fleet: Fleet;
  readonly store: Store;
  readonly settings: SettingsHome;
  readonly clock: Clock;
}

/** Histories as they are told: planned, read from the store, and with the gaps in them. */
export function answerHistory({ fleet, store, settings, clock }: HistoryParts): Engine['history'] {
  const statusMs = (): number => settings.current.intervals.status_seconds * 1000;
  const telemetryMs = (): number => settings.current.intervals.telemetry_seconds * 1000;
  const kept = () => settings.current.retention;
  const knownSince = (id: string): number => fleet.entry(id)?.stored.first_seen_at ?? 0;
  const firstKnown = (alias: string | null): number => {
    const known = [...fleet.entries()].filter(({ stored }) => alias === null || stored.model_alias === alias);
    return known.reduce((first, { stored }) => Math.min(first, stored.first_seen_at), Number.POSITIVE_INFINITY);
  };
  const gapsOf = (points: readonly { at: number }[], plan: HistoryPlan, intervalMs: number, sinceAt: number) =>
    findGaps(points, {
      fromAt: Math.min(plan.toAt, Math.max(plan.fromAt, sinceAt)),
      toAt: plan.toAt,
      slotMs: plan.slotMs,
      intervalMs,
    });
  const head = ({ fromAt, toAt, slotMs, tier }: HistoryPlan) => ({
    from_at: fromAt,
    to_at: toAt,
    slot_ms: slotMs,
    tier,
  });

  return {
    async fleet(span) {
      const plan = planGroupHistory(span, kept(), clock.nowMs());
      const since = firstKnown(null);
      const series = (await store.groupHistory(null, plan)).map(({ algorithm, points }) => ({
        algorithm,
        points,
        gaps: gapsOf(points, plan, statusMs(), since),
      }));
      return { ...head(plan), series };
    },
    async model(alias, span) {
      const plan = planGroupHistory(span, kept(), clock.nowMs());
      const [series] = await store.groupHistory(alias, plan);
      const points = series?.points ?? [];
      const algorithm = fleet.model(alias)?.algorithm ?? series?.algorithm ?? null;
      return { alias, algorithm, ...head(plan), points, gaps: gapsOf(points, plan, statusMs(), firstKnown(alias)) };
    },
    async miner(id, span) {
      const plan = planStatusHistory(span, kept(), clock.nowMs());
      const points = await store.minerHistory(id, plan);
      return { miner_id: id, ...head(plan), points, gaps: gapsOf(points, plan, statusMs(), knownSince(id)) };
    },
    async chain(id, chainId, span) {
      const plan = planStatusHistory(span, kept(), clock.nowMs());
      const points = await store.chainHistory(id, chainId, plan);
      const gaps = gapsOf(points, plan, statusMs(), knownSince(id));
      return { miner_id: id, chain_id: chainId, ...head(plan), points, gaps };
    },
    async chip(id, chainId, chipId, span) {
      const plan = planChipHistory(span, kept(), clock.nowMs());
      const points = await store.chipHistory(id, chainId, chipId, plan);
      const gaps = gapsOf(points, plan, telemetryMs(), knownSince(id));
      return { miner_id: id, chain_id: chainId, chip_id: chipId, ...head(plan), points, gaps };
    },
  };
}
