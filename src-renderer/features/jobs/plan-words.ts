import type { JobPlan } from '../../../src-shared/model/index.ts';
import { formatDuration, formatHashrate } from '../../../src-shared/units.ts';
import { hashrateChange, powerChange } from './job-words.ts';
import { jobsTexts } from './jobs-texts.ts';

const texts = jobsTexts.plan;

type Planned = JobPlan['planned'][number];

/** What a plan changes in all, and what it costs meanwhile. */
export function effectWords(plan: JobPlan): string {
  const { planned, power_w_change: power, dark_seconds: dark } = plan;
  if (planned.length === 0) return texts.nobody;
  const rates = sumsOf(planned, ({ before, expect }) =>
    before.hashrate_hs === null || expect.hashrate_hs === null ? null : expect.hashrate_hs - before.hashrate_hs,
  );
  const staysSo = power === 0 && rates.length > 0 && rates.every(({ sum }) => sum === 0);
  const change = rates.length === 0 ? hashrateChange(null) : wordsOf(rates, hashrateChange);
  const effect = staysSo ? texts.noEffect : texts.effect(powerChange(power), change);
  if (dark === 0) return effect;
  const isSame = planned.every(({ dark_seconds }) => dark_seconds === dark);
  const parts = [
    dark === null ? texts.darkUnknown : (isSame ? texts.dark : texts.darkMost)(formatDuration(dark)),
    lostWords(planned),
  ];
  return `${effect.replace(/\.$/, '')}; ${parts.filter((part) => part !== null).join(', ')}.`;
}

/** What is not hashed meanwhile, as `4.9 TH·h`; null where that is not known of any miner. */
function lostWords(planned: readonly Planned[]): string | null {
  const lost = sumsOf(planned, ({ before, dark_seconds }) =>
    before.hashrate_hs === null || dark_seconds === null ? null : (before.hashrate_hs * dark_seconds) / 3600,
  );
  if (lost.length === 0) return null;
  const hours = (hashes: number): string => {
    const { figure, unit } = formatHashrate(hashes);
    return `${figure} ${unit.replace('/s', '·h')}`;
  };
  return texts.lost(wordsOf(lost, hours));
}

interface Sum {
  readonly algorithm: string | null;
  readonly sum: number;
}

/** The sum of what is known, each algorithm by itself. */
function sumsOf(planned: readonly Planned[], figureOf: (miner: Planned) => number | null): Sum[] {
  const sums = new Map<string | null, number>();
  for (const miner of planned) {
    const figure = figureOf(miner);
    if (figure !== null) sums.set(miner.algorithm, (sums.get(miner.algorithm) ?? 0) + figure);
  }
  return [...sums].map(([algorithm, sum]) => ({ algorithm, sum }));
}

/** One sum alone, or each with its algorithm. */
function wordsOf(sums: readonly Sum[], text: (sum: number) => string): string {
  if (sums.length === 1) return sums.map(({ sum }) => text(sum)).join('');
  return sums.map(({ algorithm, sum }) => `${text(sum)} ${algorithm ?? texts.unknownAlgorithm}`).join(', ');
}
