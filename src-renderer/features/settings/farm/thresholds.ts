import {
  FAILURES_BEFORE_NOT_ANSWERING,
  FAR_BELOW_SHARE,
  HOT_ABOVE_BOARD_C,
  HOT_CHIP_C,
  LOW_HASHRATE_SHARE,
  REJECTED_SHARES,
  staleAfterMs,
} from '../../../../src-shared/judging/thresholds.ts';
import type { Rule } from '../../../../src-shared/model/index.ts';
import { leavesOf, parseQuery } from '../../../../src-shared/query/index.ts';
import { shownTempSpan, temperatureSign, tempText } from '../../../../src-shared/temperature.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import { farmSettingsTexts } from './farm-settings-texts.ts';

const { fixed } = farmSettingsTexts.thresholds;

/** A limit of the program that no setting changes. */
export interface FixedThreshold {
  readonly name: string;
  readonly value: string;
  /** The query of a rule with another limit, to begin with; null if no rule can have one. */
  readonly query: string | null;
}

/** Figures that are durations: they are when a rule applies, not what it is about. */
const DURATIONS: ReadonlySet<string> = new Set(['since', 'uptime', 'age', 'seen']);

/** Whether a rule compares a figure of a miner. */
export function isThreshold({ about, query }: Pick<Rule, 'about' | 'query'>): boolean {
  if (about !== 'miners') return false;
  return leavesOf(parseQuery(query).terms).some((term) => term.kind === 'number' && !DURATIONS.has(term.field));
}

export function fixedThresholds(statusSeconds: number): readonly FixedThreshold[] {
  const percent = (share: number): number => Math.round(share * 100);
  return [
    { name: fixed.hot.name, value: fixed.hot.value(tempText(HOT_CHIP_C)), query: `temp>${HOT_CHIP_C - 5}` },
    {
      name: fixed.low.name,
      value: fixed.low.value(percent(LOW_HASHRATE_SHARE)),
      query: `hashrate<${percent(LOW_HASHRATE_SHARE)}%`,
    },
    {
      name: fixed.rejected.name,
      value: fixed.rejected.value(percent(REJECTED_SHARES.share)),
      query: `rejected>${percent(REJECTED_SHARES.share) / 2}%`,
    },
    { name: fixed.weak.name, value: fixed.weak.value(percent(FAR_BELOW_SHARE)), query: null },
    {
      name: fixed.hotChips.name,
      value: fixed.hotChips.value(`${shownTempSpan(HOT_ABOVE_BOARD_C)} ${temperatureSign()}`),
      query: null,
    },
    {
      name: fixed.old.name,
      value: fixed.old.value(formatDuration(staleAfterMs(statusSeconds * 1000) / 1000)),
      query: null,
    },
    { name: fixed.silent.name, value: fixed.silent.value(FAILURES_BEFORE_NOT_ANSWERING), query: null },
  ];
}
