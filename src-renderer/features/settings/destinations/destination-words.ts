import type { Destination } from '../../../../src-shared/model/index.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import { clockTime } from '../../../ui/times.ts';
import { destinationsTexts as texts } from './destinations-texts.ts';

const HOUR_S = 3600;
const SAMPLES_BEHIND = 4;

interface DestinationWords {
  readonly status: 'off' | 'ok' | 'unused' | 'behind' | 'failing' | 'late';
  readonly facts: readonly (string | false)[];
  readonly error: string | null;
}

/** The state of a destination in words. */
export function destinationWords(destination: Destination, nowMs: number): DestinationWords {
  const { enabled, kind, state } = destination;
  const { cursor_at, lag_seconds, sent, refused, last_success_at, last_error } = state;
  const isRefusal = last_error !== null && last_success_at !== null && refused > 0 && isFresh(destination);
  const isFailing = last_error !== null && !isRefusal;
  const at = clockTime(cursor_at, nowMs);
  const never = last_success_at === null;
  return {
    status: statusOf(destination, isFailing),
    facts: [
      never && texts.nothing,
      lag_seconds !== null && !never && texts.sentUpTo(at, formatDuration(lag_seconds)),
      lag_seconds === null && !never && texts.stoppedAt(at),
      sent > 0 && texts.sent[kind](sent),
      refused > 0 && texts.refused(refused),
    ],
    error: last_error === null || !enabled ? null : (isRefusal ? texts.lastRefusal : texts.retrying)(whole(last_error)),
  };
}

/** Whether it is up to date. If so, an error after a refusal is that refusal. */
function isFresh({ state, sample_seconds }: Destination): boolean {
  return (state.lag_seconds ?? 0) <= upToDateS(sample_seconds);
}

function statusOf({ enabled, state, sample_seconds }: Destination, isFailing: boolean): DestinationWords['status'] {
  const lag = state.lag_seconds ?? 0;
  if (!enabled) return 'off';
  if (isFailing) return 'failing';
  if (state.last_success_at === null) return 'unused';
  if (lag > HOUR_S) return 'late';
  return lag > upToDateS(sample_seconds) ? 'behind' : 'ok';
}

/** The lag that counts as up to date, in seconds: a slot is sent after its end. */
function upToDateS(sampleSeconds: number): number {
  return sampleSeconds * SAMPLES_BEHIND + 60;
}

/** As the beginning of a sentence that continues after it. */
function whole(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/\.$/, '');
}
