import { useState } from 'react';
import { useChannels } from '../../api/use-channels.ts';
import { useDesktop } from '../../api/use-desktop.ts';
import { notifies } from '../../features/settings/channels/channel-fields.ts';
import { channelsTexts, noChannelTexts as texts } from '../../features/settings/channels/channels-texts.ts';
import { DecisionBanner } from './decision-banner.tsx';

const EVERY_MS = 60_000;

/**
 * Without the desktop app, which notifies by itself, no notifications are sent until there is a
 * channel.
 */
export function NoChannelBanner() {
  const desktop = useDesktop();
  const { channels } = useChannels(EVERY_MS);
  const [isDismissed, setDismissed] = useState(false);
  if (desktop.data !== null || channels.data === undefined || isDismissed) return null;
  if (channels.data.some(notifies)) return null;
  return (
    <DecisionBanner
      decide={texts.set}
      section={channelsTexts.title}
      dismiss={texts.dismiss}
      onDismiss={() => setDismissed(true)}
    >
      {texts.banner}
    </DecisionBanner>
  );
}
