import { useState } from 'react';
import { useChannels } from '../../api/use-channels.ts';
import { useDesktop } from '../../api/use-desktop.ts';
import { channelsTexts, noChannelTexts as texts } from '../../features/settings/channels/channels-texts.ts';
import { DecisionBanner } from './decision-banner.tsx';
import { nobodyNotified } from './nobody-notified.ts';

const EVERY_MS = 60_000;

/**
 * Without the desktop app, which notifies by itself, no notifications are sent until there is a
 * channel that has delivered something. Each reason is dismissed by itself.
 */
export function NoChannelBanner() {
  const desktop = useDesktop();
  const { channels } = useChannels(EVERY_MS);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  if (desktop.data !== null || channels.data === undefined) return null;
  const words = nobodyNotified(channels.data);
  if (words === null || dismissed.includes(words)) return null;
  return (
    <DecisionBanner
      decide={words === texts.banner ? texts.set : texts.look}
      section={channelsTexts.title}
      dismiss={texts.dismiss}
      onDismiss={() => setDismissed([...dismissed, words])}
    >
      {words}
    </DecisionBanner>
  );
}
