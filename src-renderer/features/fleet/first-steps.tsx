import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'wouter';
import type { Miner } from '../../../src-shared/model/index.ts';
import { useLive } from '../../api/use-powerhive.ts';
import { useIsPresetRequired } from '../../api/use-settings.ts';
import { waitingForPreset, waitingForPresetWords } from '../../miner-model/waiting-for-preset.ts';
import { BulkProgressLine } from './bulk/bulk-progress-line.tsx';
import { useBulk } from './bulk/use-bulk.ts';
import classes from './first-steps.module.css';
import { stepsToRead } from './steps-to-read.ts';

const number = new Intl.NumberFormat('en');

/** The decisions that stand between finding miners and reading them, for as long as they do. */
export function FirstSteps({ miners }: { miners: readonly Miner[] }) {
  const models = useLive((view) => view.models);
  const isPresetRequired = useIsPresetRequired();
  const bulk = useBulk();
  const steps = useMemo(() => stepsToRead(miners, models, isPresetRequired), [miners, models, isPresetRequired]);
  const { progress, result } = bulk;
  // Miners are read as soon as the first of them are managed: what was begun is shown to its end all the same.
  if (progress !== null) {
    return (
      <section className={classes.steps} aria-label="First steps">
        <BulkProgressLine doing="Managing" progress={progress} onStop={bulk.stop} />
      </section>
    );
  }
  if (result?.failed === true) return <NotAllManaged text={result.text} onSeen={bulk.dismiss} />;
  if (steps === null) return <WaitingForPreset miners={miners} />;

  const { foundCount, unmanaged, modelsWithoutPreset } = steps;
  const isManaged = unmanaged.length === 0;
  return (
    <section className={classes.steps} aria-label="First steps">
      <div className={classes.words}>
        <h2 className={classes.title}>
          {foundCount === 1
            ? '1 miner is found, and not read yet.'
            : `${number.format(foundCount)} miners are found, and none is read yet.`}
        </h2>
        <p className={classes.about}>
          {isPresetRequired
            ? 'PowerHive reads a miner once you manage it and its model has a max preset, the highest that you allow.'
            : 'PowerHive reads a miner once you manage it.'}
        </p>
      </div>
      <Step isDone={isManaged} done="Managed">
        <Button onClick={() => bulk.update(unmanaged, () => ({ managed: true }), 'managed')}>
          {unmanaged.length === 1 ? 'Manage it' : `Manage all ${number.format(unmanaged.length)}`}
        </Button>
      </Step>
      {isPresetRequired && (
        <Step isDone={modelsWithoutPreset.length === 0} done="Max presets chosen">
          <Button component={Link} href="/models" variant={isManaged ? 'filled' : 'default'}>
            Choose max presets
          </Button>
        </Step>
      )}
    </section>
  );
}

function NotAllManaged({ text, onSeen }: { text: string; onSeen: () => void }) {
  return (
    <section className={classes.steps} aria-label="First steps">
      <p className={classes.failed} role="alert">
        {text}
      </p>
      <Button variant="default" onClick={onSeen}>
        Dismiss
      </Button>
    </section>
  );
}

function Step(props: { isDone: boolean; done: string; children: ReactNode }) {
  if (!props.isDone) return props.children;
  return (
    <span className={classes.done}>
      <IconCheck size={14} aria-hidden="true" /> {props.done}
    </span>
  );
}

/** The same of some miners, where others are read already. */
function WaitingForPreset({ miners }: { miners: readonly Miner[] }) {
  const words = waitingForPresetWords(waitingForPreset(miners));
  if (words === null) return null;
  return (
    <p className={classes.waiting}>
      {words} <Link href="/models">Choose max presets</Link>
    </p>
  );
}
