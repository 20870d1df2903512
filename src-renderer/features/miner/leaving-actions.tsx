import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Miner } from '../../../src-shared/model/index.ts';
import { pathWithMiner } from '../../miner-view/locations/compare-location.ts';
import { type LeavingMiner, MinerQuestion } from '../remove-miner/miner-question.tsx';
import { minerLifeTexts } from '../remove-miner/remove-miner-texts.ts';
import classes from './miner-content.module.css';

/** Buttons to remove a miner, or to replace it by another one. */
export function LeavingActions({ miner, onClose }: { miner: Miner; onClose: () => void }) {
  const [how, setHow] = useState<LeavingMiner['how'] | null>(null);
  const [path, navigate] = useLocation();
  return (
    <div className={classes.foot}>
      <Button variant="default" onClick={() => setHow('replace')}>
        {minerLifeTexts.replace.ask}
      </Button>
      <Button variant="default" onClick={() => setHow('remove')}>
        {minerLifeTexts.remove.ask}
      </Button>
      {how !== null && (
        <MinerQuestion
          leaving={{ how, miner }}
          onClose={() => setHow(null)}
          onDone={(successorId) => {
            if (successorId === null) onClose();
            else navigate(pathWithMiner(path, miner.id, successorId));
          }}
        />
      )}
    </div>
  );
}
