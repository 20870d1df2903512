import { Button } from '@mantine/core';
import { useState } from 'react';
import type { IncidentDetail } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastDone, toastFailure } from '../../../ui/feedback/toast.tsx';
import { incidentsTexts } from '../incidents-texts.ts';

const texts = incidentsTexts.acceptPreset;

/** Where presets fell: takes the lower one of each of these miners as its usual one. */
export function AcceptPresetButton({ incident }: { incident: IncidentDetail }) {
  const { client } = usePowerHive();
  const [isBusy, setBusy] = useState(false);
  const fallen = incident.members.filter(({ rule_id, left_at }) => rule_id === 'preset_fell' && left_at === null);
  const ids = [...new Set(fallen.map(({ miner_id }) => miner_id))];
  if (ids.length === 0) return null;
  const accept = async (): Promise<void> => {
    setBusy(true);
    try {
      await client.changes.start({ ids, patch: { accept_preset: true } });
      toastDone(texts.done(ids.length), '');
    } catch (error) {
      toastFailure(texts.failed, callErrorMessage(error));
    }
    setBusy(false);
  };
  return (
    <Button variant="default" loading={isBusy} onClick={() => void accept()}>
      {texts.accept(ids.length)}
    </Button>
  );
}
