import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useChannels } from '../api/use-channels.ts';
import { useDesktop } from '../api/use-desktop.ts';
import { notifies } from '../features/settings/channels/channel-fields.ts';
import { noChannelTexts as texts } from '../features/settings/channels/channels-texts.ts';
import classes from './banners.module.css';

const EVERY_MS = 60_000;

/**
 * Without a window nobody is notified until there is a channel: the desktop app notifies by itself.
 */
export function NoChannelBanner() {
  const desktop = useDesktop();
  const { channels } = useChannels(EVERY_MS);
  const [isDismissed, setDismissed] = useState(false);
  if (desktop.data !== null || channels.data === undefined || isDismissed) return null;
  if (channels.data.some(notifies)) return null;
  return (
    <div className={classes.banner}>
      <span>{texts.banner}</span>
      <span className={classes.actions}>
        <Button component={Link} href="/settings" size="compact-xs" variant="default">
          {texts.set}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setDismissed(true)}>
          {texts.dismiss}
        </Button>
      </span>
    </div>
  );
}
