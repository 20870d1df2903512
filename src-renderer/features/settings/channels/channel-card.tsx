import { useState } from 'react';
import type { Channel } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastDone, toastFailure } from '../../../ui/feedback/toast.tsx';
import { ago } from '../../../ui/times.ts';
import { useNow } from '../../../ui/use-now.ts';
import { cardTexts } from '../parts/card-texts.ts';
import classes from '../parts/cards.module.css';
import { CardAction, CardStatus, SettingsCard } from '../parts/settings-card.tsx';
import { channelsTexts as texts } from './channels-texts.ts';

/** One channel with its status and actions. */
export function ChannelCard(props: {
  channel: Channel;
  onEdit: () => void;
  onRemove: () => void;
  onChanged: () => void;
}) {
  const { channel, onEdit, onRemove, onChanged } = props;
  const { client } = usePowerHive();
  const [isTesting, setTesting] = useState(false);
  const { id, name, kind, enabled } = channel;
  const test = async (): Promise<void> => {
    setTesting(true);
    try {
      const { sent, error } = await client.channels.test({ id });
      if (sent) toastDone(texts.testSent(name));
      else toastFailure(texts.testFailed(name), error ?? '');
    } catch (error) {
      toastFailure(texts.testFailed(name), callErrorMessage(error));
    }
    setTesting(false);
    onChanged();
  };
  const turn = async (on: boolean): Promise<void> => {
    try {
      await client.channels.update({ params: { id }, body: { enabled: on } });
    } catch (error) {
      toastFailure(cardTexts.changeFailed(name), callErrorMessage(error));
    }
    onChanged();
  };
  return (
    <SettingsCard
      name={name}
      about={targetWords(channel)}
      toggle={{ label: cardTexts.enabled(name), on: enabled, onChange: (on) => void turn(on) }}
      actions={
        <>
          <CardAction loading={isTesting} onClick={() => void test()}>
            {texts.test}
          </CardAction>
          {kind !== 'desktop' && (
            <>
              <CardAction onClick={onEdit}>{cardTexts.edit}</CardAction>
              <CardAction quiet onClick={onRemove}>
                {cardTexts.remove}
              </CardAction>
            </>
          )}
        </>
      }
    >
      <ChannelState channel={channel} />
      {timesWords(channel) !== null && <p className={classes.quiet}>{timesWords(channel)}</p>}
    </SettingsCard>
  );
}

function ChannelState({ channel }: { channel: Channel }) {
  const nowMs = useNow();
  const { enabled, waiting, held, state } = channel;
  const { last_success_at: lastAt, last_error: error, failures } = state;
  const status = !enabled ? 'off' : error !== null ? 'failing' : lastAt === null ? 'unused' : 'ok';
  const facts = [
    lastAt === null ? texts.status.never : texts.status.last(ago(lastAt, nowMs)),
    failures > 0 && texts.status.failures(failures),
    waiting > 0 && texts.status.waiting(waiting),
    held > 0 && texts.status.held(held),
  ];
  return (
    <CardStatus status={status === 'unused' ? 'off' : status} word={texts.status[status]} facts={facts} error={error} />
  );
}

/** "From warning · quiet 22:00–07:00, critical at once · digests 07:00, 19:00"; null if it gets no alerts. */
function timesWords({ kind, min_severity, quiet_hours: quiet, digest_at }: Channel): string | null {
  if (kind === 'heartbeat') return null;
  const parts = [
    texts.times.from(texts.severities[min_severity].toLowerCase()),
    quiet === null ? texts.times.noQuiet : texts.times.quiet(quiet.from, quiet.to, quiet.min_severity ?? 'critical'),
    // What the desktop held is shown when its quiet hours end.
    ...(kind === 'desktop' ? [] : [texts.times.digests(digest_at)]),
  ];
  return parts.join(' · ');
}

/** The kind and the recipient, without secrets. */
function targetWords({ kind, settings }: Channel): string {
  const { to, chat_id, url, topic } = settings;
  const target = {
    desktop: null,
    email: to,
    telegram: chat_id,
    ntfy: `${hostOf(url)}/${topic ?? ''}`,
    mqtt: `${hostOf(url)}, ${topic ?? ''}`,
    slack: null,
    discord: null,
    webhook: hostOf(url),
    heartbeat: hostOf(url),
  }[kind];
  return target == null ? texts.kinds[kind] : `${texts.kinds[kind]} · ${target}`;
}

function hostOf(url: unknown): string {
  return URL.parse(String(url))?.host ?? '';
}
