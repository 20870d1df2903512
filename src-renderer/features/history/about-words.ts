import type { QueryHistory } from '../../../src-shared/model/index.ts';
import { screenTexts as texts } from './history-texts.ts';

/** What the charts are of, and what they lack. */
export function aboutWords({ query, miners, loading_miners, without_power, tier }: QueryHistory): string {
  return [
    query === '' ? texts.ofAll : texts.ofNow(miners),
    ...(loading_miners === 0 ? [] : [texts.stillLoading(loading_miners)]),
    ...(without_power === null || without_power === 0 ? [] : [texts.withoutPower(without_power)]),
    ...(miners === 0 || tier === '1min' || tier === 'raw' ? [] : [texts.hidesOutages[tier]]),
  ].join(' ');
}
