import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Channel, ChannelKind } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { useChannels } from '../../../api/use-channels.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import { cardTexts } from '../parts/card-texts.ts';
import classes from '../parts/cards.module.css';
import { RemoveQuestion } from '../parts/settings-card.tsx';
import { ChannelCard } from './channel-card.tsx';
import { ChannelForm } from './channel-form.tsx';
import { channelsTexts as texts } from './channels-texts.ts';

type NewKind = Exclude<ChannelKind, 'desktop'>;
const KINDS: readonly NewKind[] = ['email', 'telegram', 'ntfy', 'slack', 'discord', 'webhook', 'mqtt', 'heartbeat'];

type Open =
  | { readonly what: 'add'; readonly kind: NewKind }
  | { readonly what: 'edit' | 'remove'; readonly channel: Channel };

/** The channels for alerts: a card for each, and a button to add one. */
export function ChannelsChoice() {
  const { client } = usePowerHive();
  const { channels, refresh } = useChannels(5000);
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  const done = (): void => {
    close();
    refresh();
  };
  const remove = async ({ id, name }: Channel): Promise<void> => {
    try {
      await client.channels.remove({ id });
    } catch (error) {
      toastFailure(cardTexts.removeFailed(name), callErrorMessage(error));
    }
    done();
  };
  if (channels.data === undefined) {
    return channels.isError ? <p className={classes.wrong}>{callErrorMessage(channels.error)}</p> : null;
  }
  return (
    <div className={classes.cards}>
      {channels.data.length === 0 && <p className={classes.quiet}>{texts.none}</p>}
      {channels.data.map((channel) => (
        <ChannelCard
          key={channel.id}
          channel={channel}
          onEdit={() => setOpen({ what: 'edit', channel })}
          onRemove={() => setOpen({ what: 'remove', channel })}
          onChanged={refresh}
        />
      ))}
      <fieldset className={classes.kinds}>
        <legend>{texts.add}</legend>
        {KINDS.map((kind) => (
          <Button key={kind} size="compact-xs" variant="default" onClick={() => setOpen({ what: 'add', kind })}>
            {texts.kinds[kind]}
          </Button>
        ))}
      </fieldset>
      {open?.what === 'add' && <ChannelForm kind={open.kind} channel={null} onClose={close} onSaved={done} />}
      {open?.what === 'edit' && open.channel.kind !== 'desktop' && (
        <ChannelForm kind={open.channel.kind} channel={open.channel} onClose={close} onSaved={done} />
      )}
      {open?.what === 'remove' && (
        <RemoveQuestion
          name={open.channel.name}
          about={texts.removeAbout}
          onClose={close}
          onRemove={() => void remove(open.channel)}
        />
      )}
    </div>
  );
}
