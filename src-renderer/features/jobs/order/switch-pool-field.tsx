import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { JobParams, MinerChoice, PoolChoice } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { FailureCallout, Skeleton } from '../../../ui/feedback/callout.tsx';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';

const texts = jobsTexts.order;

/** Selects one of the pools of these miners, with how many have it and how many work for it. */
export function SwitchPoolField(props: {
  who: MinerChoice;
  given: JobParams | null;
  onParams: (params: JobParams | null) => void;
}) {
  const { who, given, onParams } = props;
  const { orpc } = usePowerHive();
  const [chosen, setChosen] = useState<string | null>(given?.url ?? null);
  const field = useRef<HTMLInputElement>(null);
  const pools = useQuery(orpc.jobs.pools.queryOptions({ input: who, staleTime: 0 }));
  const isLoaded = pools.data !== undefined;
  // The preview has begun at its heading, because there was no field yet.
  useEffect(() => {
    if (isLoaded && document.activeElement?.tagName === 'H2') field.current?.focus({ preventScroll: true });
  }, [isLoaded]);
  if (pools.data === undefined) {
    return pools.isError ? (
      <FailureCallout title={texts.poolsFailed} why={callErrorMessage(pools.error)} />
    ) : (
      <Skeleton rows={1} label={texts.loadingPools} />
    );
  }
  if (pools.data.length === 0) return <p className={classes.note}>{texts.noPools}</p>;
  return (
    <Select
      ref={field}
      label={texts.switchTo}
      description={texts.switchAbout}
      placeholder={texts.choosePool}
      data={choices(pools.data, chosen)}
      value={chosen}
      onChange={(url) => {
        setChosen(url);
        onParams(url === null ? null : { url });
      }}
    />
  );
}

function choices(pools: readonly PoolChoice[], chosen: string | null) {
  const data = pools.map(({ url, miners, active }) => ({
    value: url,
    label: [url, texts.setOn(miners), ...(active > 0 ? [texts.now(active)] : [])].join(' · '),
  }));
  // A pool in the address may be spelled otherwise or not be set: the preview explains it.
  return chosen === null || pools.some(({ url }) => url === chosen)
    ? data
    : [{ value: chosen, label: chosen }, ...data];
}
