import {
  IconBellRinging,
  IconBrandDiscord,
  IconBrandSlack,
  IconBrandTelegram,
  IconDeviceDesktop,
  IconMail,
  IconWebhook,
} from '@tabler/icons-react';
import { type ComponentType, memo } from 'react';
import type { Channel, Delivery } from '../../../../src-shared/model/index.ts';
import { channelName } from '../channel-name.ts';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';

type Icon = ComponentType<{ size: number; 'aria-hidden': 'true' }>;
const ICONS: Partial<Record<Channel['kind'], Icon>> = {
  desktop: IconDeviceDesktop,
  email: IconMail,
  telegram: IconBrandTelegram,
  slack: IconBrandSlack,
  discord: IconBrandDiscord,
  webhook: IconWebhook,
};
const CLASS_OF_STATE: Readonly<Record<string, string | undefined>> = {
  failed: classes.failed,
  waiting: classes.pending,
};

interface Props {
  deliveries: readonly Delivery[];
  /** Null until they are loaded. */
  channels: readonly Channel[] | null;
}

/** An icon for each channel of an incident, with the result of the latest message. */
export const DeliveryMarks = memo(function DeliveryMarks({ deliveries, channels }: Props) {
  // The last delivery of a channel in the list is the latest.
  const latest = new Map(deliveries.map((delivery) => [delivery.channel, delivery]));
  return (
    <span className={classes.marks}>
      {[...latest.values()].map(({ channel, state }) => {
        const known = channels?.find(({ id }) => id === channel);
        const Icon = (known === undefined ? undefined : ICONS[known.kind]) ?? IconBellRinging;
        const label = incidentsTexts.delivered(channelName(channels, channel), state);
        return (
          <span key={channel} role="img" aria-label={label} title={label} className={CLASS_OF_STATE[state]}>
            <Icon size={14} aria-hidden="true" />
          </span>
        );
      })}
    </span>
  );
});
