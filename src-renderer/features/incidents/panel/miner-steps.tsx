import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Incident } from '../../../../src-shared/model/index.ts';
import { useLiveMiner } from '../../../api/use-powerhive.ts';
import { askForPassword } from '../../../miner-view/asked-password.ts';
import { MinerQuestion } from '../../remove-miner/miner-question.tsx';
import { incidentsTexts } from '../incidents-texts.ts';

const texts = incidentsTexts.steps;

/** What the advice about one miner asks for, where no job does it: another miner in its place, or its password. */
export function MinerSteps({ incident }: { incident: Incident }) {
  const [minerId = ''] = incident.miner_ids;
  const miner = useLiveMiner(minerId);
  const [isAsked, setAsked] = useState(false);
  const [, navigate] = useLocation();
  if (miner === undefined || incident.miner_ids.length !== 1) return null;
  const isReplaced = !miner.online && miner.at_its_address?.since_at != null;
  const isLocked = incident.faults.some(({ rule_id }) => rule_id === 'locked');
  return (
    <>
      {isReplaced && <Button onClick={() => setAsked(true)}>{texts.replace}</Button>}
      {isLocked && (
        <Button
          onClick={() => {
            askForPassword(miner.id);
            navigate(`/fleet/${miner.id}`);
          }}
        >
          {texts.enterPassword}
        </Button>
      )}
      {isAsked && (
        <MinerQuestion
          leaving={{ how: 'replace', miner }}
          onClose={() => setAsked(false)}
          onDone={(successorId) => {
            if (successorId !== null) navigate(`/fleet/${successorId}`);
          }}
        />
      )}
    </>
  );
}
