import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { useMoment } from '../../api/use-moment.ts';
import { useLive } from '../../api/use-powerhive.ts';
import { useFarmSettings, useIsPresetRequired, useSaveSettings } from '../../api/use-settings.ts';
import { countWaitingForPreset } from '../../miner-view/count-waiting-for-preset.ts';
import { ReplaceButton } from '../remove-miner/replace-button.tsx';
import { DeviceList } from '../scans/device-list.tsx';
import { scansTexts } from '../scans/scans-texts.ts';
import { BulkProgressLine } from './bulk/bulk-progress-line.tsx';
import { useBulk } from './bulk/use-bulk.ts';
import classes from './first-steps.module.css';
import { fleetTexts } from './fleet-texts.ts';
import { newUnmanaged, type Replaceable, type StepsToRead, splitNew, stepsToRead } from './steps-to-read.ts';

const texts = fleetTexts.steps;

/** The decisions that are needed before miners are read, until they are made. */
export function FirstSteps({ miners }: { miners: readonly Miner[] }) {
  const models = useLive((view) => view.models);
  const isPresetRequired = useIsPresetRequired();
  const bulk = useBulk();
  const steps = useMemo(() => stepsToRead(miners, models, isPresetRequired), [miners, models, isPresetRequired]);
  const { progress, result } = bulk;
  // Miners are read as soon as the first of them are managed, but the progress is shown until the
  // end.
  if (progress !== null) {
    return (
      <section className={classes.steps} aria-label={texts.label}>
        <BulkProgressLine doing={texts.managing} progress={progress} onStop={bulk.stop} />
      </section>
    );
  }
  if (result?.failed === true) return <NotAllManaged text={result.text} onSeen={bulk.dismiss} />;
  if (steps === null) {
    return (
      <>
        <NewMiners miners={miners} onManage={(those) => bulk.manage(those, true)} />
        <WaitingForPreset miners={miners} />
      </>
    );
  }

  const { foundCount, stopped, unmanaged, modelsWithoutPreset } = steps;
  const isManaged = unmanaged.length === 0;
  return (
    <section className={classes.steps} aria-label={texts.label}>
      <div className={classes.words}>
        <h2 className={classes.title}>{stopped ? texts.stopped(foundCount) : texts.found(foundCount)}</h2>
        <p className={classes.about}>{leftToDo(steps, isPresetRequired)}</p>
        <NotAdded />
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

/** What the first scans found and could not add. The reasons are shown when opened. */
function NotAdded() {
  const scan = useLive((view) => view.lastFinishedScan);
  if (scan?.phase !== 'done' || scan.not_miners === 0) return null;
  return (
    <details className={classes.notAdded}>
      <summary>{scansTexts.notAdded(scan.not_miners)}</summary>
      <DeviceList scan={scan} />
    </details>
  );
}

/** The remaining steps only. */
function leftToDo({ unmanaged, modelsWithoutPreset }: StepsToRead, isPresetRequired: boolean): string {
  const models = modelsWithoutPreset.length;
  if (!isPresetRequired) return texts.withoutPreset;
  if (unmanaged.length === 0) return texts.presetsLeft(models);
  return models === 0 ? texts.manageLeft(unmanaged.length) : texts.withPreset;
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

/** New miners on a farm that is already monitored, and the option to always manage them. */
function NewMiners(props: { miners: readonly Miner[]; onManage: (those: readonly Miner[]) => void }) {
  const { nowMs } = useMoment();
  const managesNew = useFarmSettings()?.manage_new ?? false;
  const save = useSaveSettings();
  const [seenAt, setSeenAt] = useState(0);
  const found = newUnmanaged(props.miners, nowMs);
  const newestAt = Math.max(0, ...found.map(({ first_seen_at }) => first_seen_at));
  if (newestAt <= seenAt) return null;
  const { inPlaceOf, others } = splitNew(found, props.miners);
  const [replaceable] = inPlaceOf;
  if (replaceable !== undefined) {
    return <NewInPlace of={replaceable} more={found.length - 1} onNotNow={() => setSeenAt(newestAt)} />;
  }
  const manage = (): void => props.onManage(others);
  return (
    <section className={classes.steps} aria-label={texts.newLabel}>
      <p className={classes.words}>{texts.newFound(others.length)}</p>
      <Button onClick={manage}>{others.length === 1 ? texts.manageOne : texts.manageAll(others.length)}</Button>
      {!managesNew && (
        <Button variant="default" onClick={() => save.mutate({ polling: { manage_new: true } }, { onSuccess: manage })}>
          {texts.alwaysManage}
        </Button>
      )}
      <Button variant="subtle" color="gray" onClick={() => setSeenAt(newestAt)}>
        {texts.notNow}
      </Button>
    </section>
  );
}

/** A machine in the place of a known one: to manage it as another miner would leave that one offline. */
function NewInPlace(props: { of: Replaceable; more: number; onNotNow: () => void }) {
  const { miner, newcomer } = props.of;
  return (
    <section className={classes.steps} aria-label={texts.newLabel}>
      <p className={classes.words}>
        {texts.newInPlace(minerName(miner), newcomer)} {props.more > 0 && texts.moreNew(props.more)}
      </p>
      <ReplaceButton key={miner.id} miner={miner} onReplaced={() => undefined} />
      <Button variant="subtle" color="gray" onClick={props.onNotNow}>
        {texts.notNow}
      </Button>
    </section>
  );
}

/** Some miners wait for a max preset while others are already read. */
function WaitingForPreset({ miners }: { miners: readonly Miner[] }) {
  const waiting = countWaitingForPreset(miners);
  if (waiting === 0) return null;
  return (
    <p className={classes.waiting}>
      {texts.waiting(waiting)} <Link href="/models">{texts.setIt}</Link>
    </p>
  );
}
