import { Button } from '@mantine/core';
import { useState } from 'react';
import type { IncidentDetail } from '../../../../src-shared/model/index.ts';
import { acceptPresetTexts as texts } from '../../miner/accept-preset-texts.ts';
import { useAcceptPreset } from '../../miner/use-accept-preset.ts';

/** Where presets fell: takes the lower one of each of these miners as its usual one. */
export function AcceptPresetButton({ incident }: { incident: IncidentDetail }) {
  const accept = useAcceptPreset();
  const [isBusy, setBusy] = useState(false);
  const fallen = incident.members.filter(({ rule_id, left_at }) => rule_id === 'preset_fell' && left_at === null);
  const ids = [...new Set(fallen.map(({ miner_id }) => miner_id))];
  if (ids.length === 0) return null;
  const onClick = async (): Promise<void> => {
    setBusy(true);
    await accept(ids);
    setBusy(false);
  };
  return (
    <Button variant="default" loading={isBusy} onClick={() => void onClick()}>
      {texts.accept(ids.length)}
    </Button>
  );
}
