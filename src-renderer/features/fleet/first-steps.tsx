import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'wouter';
import type { Miner } from '../../../src-shared/model/index.ts';
import { useLive } from '../../api/use-powerhive.ts';
import { useIsPresetRequired } from '../../api/use-settings.ts';
import { waitingForPreset } from '../../miner-model/waiting-for-preset.ts';
import { BulkProgressLine } from './bulk/bulk-progress-line.tsx';
import { useBulk } from './bulk/use-bulk.ts';
import classes from './first-steps.module.css';
import { fleetTexts } from './fleet-texts.ts';
import { stepsToRead } from './steps-to-read.ts';

const texts = fleetTexts.steps;

/** The decisions that stand between finding miners and reading them, for as long as they do. */
export function FirstSteps({ miners }: { miners: readonly Miner[] }) {
  const models = useLive((view) => view.models);
  const isPresetRequired = useIsPresetRequired();
  const bulk = useBulk();
  const steps = useMemo(() => stepsToRead(miners, models, isPresetRequired), [miners, models, isPresetRequired]);
  const { progress, result } = bulk;
  // Miners are read as soon as the first of them are managed: what was begun is shown to its end
  // all the same.
  if (progress !== null) {
    return (
      <section className={classes.steps} aria-label={texts.label}>
        <BulkProgressLine doing={texts.managing} progress={progress} onStop={bulk.stop} />
      </section>
    );
  }
  if (result?.failed === true) return <NotAllManaged text={result.text} onSeen={bulk.dismiss} />;
  if (steps === null) return <WaitingForPreset miners={miners} />;

  const { foundCount, stopped, unmanaged, modelsWithoutPreset } = steps;
  const isManaged = unmanaged.length === 0;
  return (
    <section className={classes.steps} aria-label={texts.label}>
      <div className={classes.words}>
        <h2 className={classes.title}>{stopped ? texts.stopped(foundCount) : texts.found(foundCount)}</h2>
        <p className={classes.about}>{isPresetRequired ? texts.withPreset : texts.withoutPreset}</p>
      </div>
      <Step isDone={isManaged} done={texts.managed}>
        <Button onClick={() => bulk.manage(unmanaged, true)}>
          {unmanaged.length === 1 ? texts.manageOne : texts.manageAll(unmanaged.length)}
        </Button>
      </Step>
      {isPresetRequired && (
        <Step isDone={modelsWithoutPreset.length === 0} done={texts.presetsSet}>
          <Button component={Link} href="/models" variant={isManaged ? 'filled' : 'default'}>
            {texts.setPresets}
          </Button>
        </Step>
      )}
    </section>
  );
}

function NotAllManaged({ text, onSeen }: { text: string; onSeen: () => void }) {
  return (
    <section className={classes.steps} aria-label={texts.label}>
      <p className={classes.failed} role="alert">
        {text}
      </p>
      <Button variant="default" onClick={onSeen}>
        {texts.dismiss}
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
  const waiting = waitingForPreset(miners);
  if (waiting === 0) return null;
  return (
    <p className={classes.waiting}>
      {texts.waiting(waiting)} <Link href="/models">{texts.setIt}</Link>
    </p>
  );
}
