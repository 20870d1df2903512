import type { RemoteSite } from '../../../src-shared/model/index.ts';
import type { MarkShape } from '../../ui/state-mark.tsx';
import type { Tone } from '../../ui/theme/tone.ts';

export const SITE_MARKS: Readonly<Record<RemoteSite['state']['phase'], { shape: MarkShape; tone: Tone }>> = {
  live: { shape: 'disc', tone: 'green' },
  connecting: { shape: 'ring', tone: 'grey' },
  off: { shape: 'dash', tone: 'grey' },
  lost: { shape: 'square', tone: 'red' },
  refused: { shape: 'diamond', tone: 'amber' },
  strange: { shape: 'diamond', tone: 'amber' },
};
