import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import type { Incident } from '../../../../src-shared/model/index.ts';
import { useLiveMiner } from '../../../api/use-powerhive.ts';
import { askForPassword } from '../../../miner-view/asked-password.ts';
import { ReplaceButton } from '../../remove-miner/replace-button.tsx';
import { incidentsTexts } from '../incidents-texts.ts';

/** What the advice about one miner asks for, where no job does it: another miner in its place, or its password. */
export function MinerSteps({ incident }: { incident: Incident }) {
  const [minerId = ''] = incident.miner_ids;
  const miner = useLiveMiner(minerId);
  const [, navigate] = useLocation();
  if (miner === undefined || incident.miner_ids.length !== 1) return null;
  const isReplaced = !miner.online && miner.at_its_address?.since_at != null;
  const isLocked = incident.faults.some(({ rule_id }) => rule_id === 'locked');
  return (
    <>
      {isReplaced && <ReplaceButton miner={miner} onReplaced={(id) => navigate(`/fleet/${id}`)} />}
      {isLocked && (
        <Button
          onClick={() => {
            askForPassword(miner.id);
            navigate(`/fleet/${miner.id}`);
          }}
        >
          {incidentsTexts.enterPassword}
        </Button>
      )}
    </>
  );
}
