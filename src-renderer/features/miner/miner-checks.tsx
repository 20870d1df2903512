import { Button } from '@mantine/core';
import { useState } from 'react';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { compareWith, wantedPalette } from '../../api/wanted-palette.ts';
import { toastFailure } from '../../ui/feedback/toast.tsx';
import classes from './miner-content.module.css';
import { minerTexts } from './miner-texts.ts';

const texts = minerTexts.check;

/** Buttons to read a miner now, and to compare it with another one. */
export function MinerChecks({ miner }: { miner: Miner }) {
  const { client } = usePowerHive();
  const [result, setResult] = useState<string | null>(null);
  const [running, setRunning] = useState(false);
  const check = async (): Promise<void> => {
    setRunning(true);
    setResult(null);
    try {
      const scan = await client.miners.rescan({ id: miner.id });
      setResult(scan.message ?? (scan.miners_found > 0 ? texts.online : texts.noAnswer));
    } catch (error) {
      toastFailure(texts.failed(minerName(miner)), callErrorMessage(error));
    } finally {
      setRunning(false);
    }
  };
  return (
    <div className={classes.foot}>
      <Button variant="default" loading={running} onClick={() => void check()}>
        {texts.button}
      </Button>
      <Button variant="default" onClick={() => wantedPalette.set({ text: compareWith(miner) })}>
        {minerTexts.compare.with}
      </Button>
      <span className={classes.quiet} role="status">
        {result}
      </span>
    </div>
  );
}
