import type { Channel } from '../../../src-shared/model/index.ts';
import { notifies } from '../../features/settings/channels/channel-fields.ts';
import { noChannelTexts as texts } from '../../features/settings/channels/channels-texts.ts';

/**
 * Why nobody is notified: there is no channel, or none has delivered anything yet. Null if one has.
 * A channel that exists proves nothing: its address or password may be wrong.
 */
export function nobodyNotified(
  channels: readonly (Pick<Channel, 'kind' | 'enabled'> & {
    readonly state: Pick<Channel['state'], 'last_success_at' | 'last_error'>;
  })[],
): string | null {
  const notifying = channels.filter(notifies);
  if (notifying.length === 0) return texts.banner;
  if (notifying.some(({ state }) => state.last_success_at !== null)) return null;
  return notifying.some(({ state }) => state.last_error !== null) ? texts.failed : texts.unproven;
}
