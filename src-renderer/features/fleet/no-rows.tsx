import { Button } from '@mantine/core';
import { useLive } from '../../api/use-powerhive.ts';
import { Callout, Skeleton } from '../../ui/feedback/callout.tsx';
import { fleetTexts } from './fleet-texts.ts';
import { NoMiners } from './no-miners.tsx';

const texts = fleetTexts.none;

/** Shown in place of rows: the farm is loading, no miner matches the search, or there is none. */
export function NoRows({ minerCount, onAll }: { minerCount: number; onAll: () => void }) {
  const fill = useLive((view) => view.fill);
  if (fill !== 'whole') return <Skeleton rows={16} label={fleetTexts.loading} />;
  if (minerCount === 0) return <NoMiners />;
  return (
    <Callout
      title={texts.noMatch}
      action={
        <Button variant="default" onClick={onAll}>
          {texts.showAll}
        </Button>
      }
    >
      {texts.noneMatches(minerCount)}
    </Callout>
  );
}
