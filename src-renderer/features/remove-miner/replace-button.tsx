import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Miner } from '../../../src-shared/model/index.ts';
import { MinerQuestion } from './miner-question.tsx';
import { minerLifeTexts } from './remove-miner-texts.ts';

/**
 * A button that asks which miner replaces an offline one: beside the news that a new one answers at
 * its address. `onReplaced` gets the id of the miner that has replaced it.
 */
export function ReplaceButton(props: { miner: Miner; compact?: boolean; onReplaced: (successorId: string) => void }) {
  const { miner, compact = false, onReplaced } = props;
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <Button {...(compact && { variant: 'default', size: 'compact-sm' })} onClick={() => setAsked(true)}>
        {minerLifeTexts.replace.ask}
      </Button>
      {isAsked && (
        <MinerQuestion
          leaving={{ how: 'replace', miner }}
          onClose={() => setAsked(false)}
          onDone={(successorId) => {
            if (successorId !== null) onReplaced(successorId);
          }}
        />
      )}
    </>
  );
}
