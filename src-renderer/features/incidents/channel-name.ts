import type { Channel } from '../../../src-shared/model/index.ts';
import { incidentsTexts } from './incidents-texts.ts';

const texts = incidentsTexts.channels;

/** What a channel is called. `channels` null: they are not loaded yet. */
export function channelName(channels: readonly Channel[] | null, id: string): string {
  const known = channels?.find((channel) => channel.id === id);
  if (known !== undefined) return known.name;
  if (id === 'desktop') return texts.desktop;
  return channels === null ? texts.loading : texts.deleted;
}
