import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { useMinersNow } from '../../api/use-miners-now.ts';
import { pathWithMiner } from '../../miner-view/locations/compare-location.ts';
import { MinerQuestion } from '../remove-miner/miner-question.tsx';
import { newcomerAtItsAddress } from '../remove-miner/successors.ts';
import classes from './miner-content.module.css';
import { minerTexts } from './miner-texts.ts';

/** Says that a new miner answers at the address of an offline one, and offers to replace it. */
export function NewcomerHint({ miner }: { miner: Miner }) {
  const newcomer = newcomerAtItsAddress(miner, useMinersNow());
  const [isAsked, setAsked] = useState(false);
  const [path, navigate] = useLocation();
  if (newcomer === null) return null;
  return (
    <div className={classes.newcomer}>
      {minerTexts.newcomer(minerName(newcomer), newcomer.id)}
      <Button variant="default" size="compact-sm" onClick={() => setAsked(true)}>
        {minerTexts.leaving.replace}
      </Button>
      {isAsked && (
        <MinerQuestion
          leaving={{ how: 'replace', miner }}
          onClose={() => setAsked(false)}
          onDone={(successorId) => {
            if (successorId !== null) navigate(pathWithMiner(path, miner.id, successorId));
          }}
        />
      )}
    </div>
  );
}
