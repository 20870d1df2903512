import { presetWatts, wattsOfPreset } from '../../../src-shared/judging/max-preset.ts';
import type { KnownMiner, Observed } from './known-miner.ts';

type Rungs = Pick<KnownMiner, 'presets' | 'max_preset'>;

/**
 * The most watts that a miner adds when it starts: its power or that of its preset, whichever is
 * higher. An unknown preset counts as the highest one; if that is unknown too, the watts are
 * infinite.
 */
export function startWatts(miner: Rungs, now: Observed): number {
  return Math.max(now.power_w ?? 0, promisedWatts(miner, now) ?? mostWatts(miner, now));
}

/** The watts that a miner adds with a preset of `power_w`; null if it adds none. */
export function riseWatts(miner: Rungs, now: Observed, power_w: number | null): number | null {
  const from = now.power_w ?? promisedWatts(miner, now) ?? 0;
  const to = power_w ?? mostWatts(miner, now);
  return to > from ? to - from : null;
}

/** The watts that a miner adds with a throttle of `percent`; null if it adds none. */
export function throttleRiseWatts(miner: Rungs, now: Observed, percent: number): number | null {
  const from = now.throttled_percent ?? 0;
  if (now.throttled_percent !== null && percent < from) return null;
  if (now.power_w === null) return (startWatts(miner, now) * (percent - from)) / 100;
  const rise = now.power_w * (percent / (now.throttled_percent ?? 100)) - now.power_w;
  return rise > 0 ? rise : null;
}

function promisedWatts({ presets }: Rungs, now: Observed): number | null {
  const preset = (now.presets ?? presets).find(({ name }) => name === now.preset);
  return preset === undefined ? null : wattsOfPreset(preset);
}

function mostWatts({ presets, max_preset }: Rungs, now: Observed): number {
  const ladder = now.presets ?? presets;
  const watts = ladder.map(wattsOfPreset).filter((one) => one !== null);
  return presetWatts(max_preset, ladder) ?? (watts.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...watts));
}
