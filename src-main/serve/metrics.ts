import { Counter, Gauge, Registry } from 'prom-client';
import { withSilent } from '../../src-shared/miner/dark-miners.ts';
import { type AlgorithmTotal, farmTotals } from '../../src-shared/miner/farm-sums.ts';
import { type Moment, momentOf } from '../../src-shared/miner/miner-now.ts';
import type { DestinationHealth, Health, LoopHealth, Miner } from '../../src-shared/model/index.ts';

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  /** If null (unknown), the sample is left out, since 0 would be wrong. */
  readonly value: number | null;
}

/** The metrics of one response. */
class Metrics {
  readonly #registry = new Registry();

  constructor(siteId: string) {
    this.#registry.setDefaultLabels({ site: siteId });
  }

  gauge(name: string, help: string, samples: readonly Sample[]): void {
    const known = samples.filter((sample) => sample.value !== null);
    if (known.length === 0) return;
    const metric = new Gauge({ name, help, registers: [this.#registry], labelNames: labelNamesOf(known) });
    for (const { labels, value } of known) metric.set({ ...labels }, value ?? 0);
  }

  counter(name: string, help: string, samples: readonly Sample[]): void {
    const metric = new Counter({ name, help, registers: [this.#registry], labelNames: labelNamesOf(samples) });
    for (const { labels, value } of samples) metric.inc({ ...labels }, value ?? 0);
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}

/** The program's own state and the farm's totals as Prometheus text. */
export function renderMetrics(health: Health, miners: readonly Miner[]): Promise<string> {
  const metrics = new Metrics(health.site.id);
  addProgram(metrics, health);
  addLoops(metrics, health);
  addFarm(metrics, miners, metricsMoment(health, miners));
  addDestinations(metrics, health);
  addLoad(metrics, health);
  return metrics.text();
}

function addProgram(metrics: Metrics, health: Health): void {
  metrics.gauge('powerhive_info', 'Version of the program.', [{ labels: { version: health.version }, value: 1 }]);
  metrics.gauge('powerhive_site_info', 'Name of the farm.', [{ labels: { name: health.site.name ?? '' }, value: 1 }]);
  metrics.gauge('powerhive_uptime_seconds', 'Time since the program started.', [
    { value: seconds(health.now_at - health.started_at) },
  ]);
  metrics.gauge('powerhive_watching', 'Whether the program is able to see the farm: 1 or 0.', [
    { value: Number(health.watching.state === 'watching') },
  ]);
}

function addLoops(metrics: Metrics, { loops, now_at: nowAt }: Health): void {
  const perLoop = (value: (loop: LoopHealth) => number | null) =>
    loops.map((loop) => ({ labels: { loop: loop.name }, value: value(loop) }));
  metrics.gauge(
    'powerhive_loop_last_success_age_seconds',
    'Time since the loop last did its work; absent before the first time.',
    perLoop((loop) => (loop.last_success_at === null ? null : seconds(nowAt - loop.last_success_at))),
  );
  metrics.gauge(
    'powerhive_loop_last_duration_seconds',
    'How long the last run of the loop took.',
    perLoop((loop) => (loop.last_duration_ms === null ? null : seconds(loop.last_duration_ms))),
  );
  metrics.counter(
    'powerhive_loop_runs_total',
    'Runs of the loop, failed ones included.',
    perLoop((loop) => loop.runs),
  );
  metrics.counter(
    'powerhive_loop_failures_total',
    'Runs of the loop that failed.',
    perLoop((loop) => loop.failures),
  );
}

/** Hash rates of different algorithms are never added. */
function addFarm(metrics: Metrics, miners: readonly Miner[], moment: Moment): void {
  metrics.gauge('powerhive_miners', 'Miners known, by whether they are online and managed.', countMiners(miners));
  const work = farmTotals(miners, moment).hashrates.filter(({ freshCount }) => freshCount > 0);
  const byAlgorithm = (value: (total: AlgorithmTotal) => number | null): Sample[] =>
    work.map((total) => ({ labels: { algorithm: total.algorithm }, value: value(total) }));
  metrics.gauge(
    'powerhive_miners_reporting',
    'Miners in the totals, by algorithm.',
    byAlgorithm(({ freshCount }) => freshCount),
  );
  metrics.gauge(
    'powerhive_hashrate_hashes_per_second',
    'Hash rate of the miners whose last status is not stale, by algorithm.',
    byAlgorithm(({ hashrateHs }) => hashrateHs),
  );
  metrics.gauge(
    'powerhive_power_watts',
    'Power of the miners whose last status is not stale, by algorithm.',
    byAlgorithm(({ powerW }) => powerW),
  );
  metrics.gauge(
    'powerhive_miners_reporting_power',
    'Miners in powerhive_power_watts, by algorithm: some report no power.',
    byAlgorithm(({ powerCount }) => powerCount),
  );
}

function addDestinations(metrics: Metrics, { destinations }: Health): void {
  const perDestination = (value: (destination: DestinationHealth) => number | null) =>
    destinations.map((one) => ({ labels: { destination: one.name, kind: one.kind }, value: value(one) }));
  metrics.gauge(
    'powerhive_destination_lag_seconds',
    'How far the history that a destination has is behind; absent while it is off.',
    perDestination((one) => one.lag_seconds),
  );
  metrics.gauge(
    'powerhive_destination_late',
    'Whether a destination is more than an hour behind and not catching up: 1 or 0.',
    perDestination((one) => Number(one.late)),
  );
  metrics.counter(
    'powerhive_destination_sent_total',
    'Samples or rows that a destination took.',
    perDestination((one) => one.sent),
  );
  metrics.counter(
    'powerhive_destination_refused_total',
    'Samples or rows that a destination refused, which are not sent again.',
    perDestination((one) => one.refused),
  );
}

/** What shows that the computer or the disk is too slow. */
function addLoad(metrics: Metrics, health: Health): void {
  metrics.gauge('powerhive_database_bytes', 'Size of the database on disk.', [{ value: health.database.bytes }]);
  metrics.gauge('powerhive_pending_writes', 'Writes not yet in the database.', [
    { value: health.database.pending_writes },
  ]);
  const delayMs = health.event_loop_delay_p99_ms;
  metrics.gauge('powerhive_event_loop_delay_p99_seconds', 'Delay of the event loop, 99th percentile.', [
    { value: delayMs === null ? null : seconds(delayMs) },
  ]);
  metrics.gauge('powerhive_late_polls', 'Polls of the last five minutes that this computer was too busy for.', [
    { value: health.late_polls ?? null },
  ]);
}

/**
 * The current time, the age from which a reading is stale, by the status loop's interval, and the
 * miners that just stopped answering together.
 */
export function metricsMoment({ now_at, loops }: Health, miners: readonly Miner[]): Moment {
  const statusMs = loops.find(({ name }) => name === 'status')?.interval_ms ?? Number.POSITIVE_INFINITY;
  return withSilent(momentOf(now_at, statusMs / 1000), miners);
}

export const METRICS_CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

function labelNamesOf(samples: readonly Sample[]): string[] {
  return Object.keys(samples[0]?.labels ?? {});
}

function seconds(ms: number): number {
  return ms / 1000;
}

function countMiners(miners: readonly Miner[]): Sample[] {
  return [true, false].flatMap((online) =>
    [true, false].map((managed) => ({
      labels: { online: String(online), managed: String(managed) },
      value: miners.filter((miner) => miner.online === online && miner.managed === managed).length,
    })),
  );
}
