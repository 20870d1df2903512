import { useState } from 'react';
import type { Destination, DestinationPatch, DestinationTest } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { cardTexts } from '../parts/card-texts.ts';
import classes from '../parts/cards.module.css';
import { CardAction, CardStatus, SettingsCard } from '../parts/settings-card.tsx';
import { destinationWords } from './destination-words.ts';
import { destinationsTexts as texts } from './destinations-texts.ts';

const DOTS = {
  off: 'off',
  ok: 'ok',
  unused: 'waiting',
  behind: 'waiting',
  failing: 'failing',
  late: 'failing',
} as const;

/** One destination with its progress and actions. */
export function DestinationCard(props: {
  destination: Destination;
  onEdit: () => void;
  onRemove: () => void;
  onChanged: () => void;
}) {
  const { destination, onEdit, onRemove, onChanged } = props;
  const { id, kind, name, url, enabled } = destination;
  const { client } = usePowerHive();
  const nowMs = useNow();
  const [isTesting, setTesting] = useState(false);
  const [result, setResult] = useState<Pick<DestinationTest, 'ok' | 'message'> | null>(null);
  const test = async (): Promise<void> => {
    setTesting(true);
    setResult(null);
    try {
      const { ok, message, took_ms } = await client.destinations.test({ id });
      setResult({ ok, message: texts.testOk(message, took_ms) });
    } catch (error) {
      setResult({ ok: false, message: callErrorMessage(error) });
    }
    setTesting(false);
  };
  const change = async (body: DestinationPatch): Promise<void> => {
    try {
      await client.destinations.update({ params: { id }, body });
    } catch (error) {
      toastFailure(cardTexts.changeFailed(name), callErrorMessage(error));
    }
    onChanged();
  };
  const { status, facts, error } = destinationWords(destination, nowMs);
  return (
    <SettingsCard
      name={name}
      about={`${texts.kinds[kind]} · ${URL.parse(url)?.host ?? url}`}
      toggle={{ label: cardTexts.enabled(name), on: enabled, onChange: (on) => void change({ enabled: on }) }}
      actions={
        <>
          <CardAction loading={isTesting} onClick={() => void test()}>
            {texts.test}
          </CardAction>
          <CardAction onClick={onEdit}>{cardTexts.edit}</CardAction>
          <CardAction quiet onClick={onRemove}>
            {cardTexts.remove}
          </CardAction>
        </>
      }
    >
      <CardStatus status={DOTS[status]} word={texts.status[status]} facts={facts} error={error} />
      {result !== null && (
        <p className={result.ok ? classes.right : classes.wrong} role="status">
          {result.message}
        </p>
      )}
    </SettingsCard>
  );
}
