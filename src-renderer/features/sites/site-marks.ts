import type { RemoteSite } from '../../../src-shared/model/index.ts';
import type { MarkShape } from '../../ui/state-mark.tsx';
import type { Tone } from '../../ui/theme/tone.ts';

export type Mark = { readonly shape: MarkShape; readonly tone: Tone };

const MARKS: Readonly<Record<RemoteSite['state']['phase'], Mark>> = {
  live: { shape: 'disc', tone: 'green' },
  connecting: { shape: 'ring', tone: 'grey' },
  off: { shape: 'dash', tone: 'grey' },
  lost: { shape: 'square', tone: 'red' },
  refused: { shape: 'diamond', tone: 'amber' },
  strange: { shape: 'diamond', tone: 'amber' },
};

/** A site that responds but does not monitor its farm, or is another farm, has a warning mark. */
export function siteMark({ state }: Pick<RemoteSite, 'state'>): Mark {
  const isOther = state.phase === 'live' && state.other_farm_at !== undefined;
  return notWatching(state) === null && !isOther ? MARKS[state.phase] : { shape: 'diamond', tone: 'amber' };
}

/** Why a site that responds does not monitor its farm; null if it does, or does not respond. */
export function notWatching({ phase, summary }: RemoteSite['state']) {
  if (phase !== 'live' || summary === null || summary.watching.state === 'watching') return null;
  return summary.watching;
}
