import type { HistoryMark } from '../../../src-shared/model/index.ts';
import { clockSpan, clockTime } from '../../ui/times.ts';
import { screenTexts } from './history-texts.ts';

const { words, sentences, who } = screenTexts;

/** A mark as a word in the chart. */
export function markWord({ kind, count, detail }: HistoryMark): string {
  switch (kind) {
    case 'offline':
    case 'back':
    case 'restart':
      return words[kind](count);
    case 'preset':
    case 'job':
      return words[kind](detail);
    case 'powerhive':
      return words.powerhive;
  }
}

/** The same as a sentence; `name` is the name of the miner if the mark is of one. */
export function markSentence({ kind, count, detail }: HistoryMark, name: string | null): string {
  const whom = name ?? who(count);
  switch (kind) {
    case 'offline':
    case 'back':
      return sentences[kind](whom);
    case 'restart':
      return sentences.restart(whom, detail);
    case 'preset':
    case 'job':
      return sentences[kind](whom, detail ?? '');
    case 'powerhive':
      return detail ?? words.powerhive;
  }
}

/** When it happened: a time, or a period of many. */
export function markTime({ from_at, to_at }: HistoryMark, nowMs: number): string {
  return to_at - from_at < 60_000 ? clockTime(from_at, nowMs) : clockSpan(from_at, to_at, nowMs);
}
