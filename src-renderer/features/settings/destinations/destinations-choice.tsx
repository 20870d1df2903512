import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Destination, DestinationKind } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import { cardTexts } from '../parts/card-texts.ts';
import classes from '../parts/cards.module.css';
import { RemoveQuestion } from '../parts/settings-card.tsx';
import { DestinationCard } from './destination-card.tsx';
import { DestinationForm } from './destination-form.tsx';
import { destinationsTexts as texts } from './destinations-texts.ts';

const EVERY_MS = 3000;

type Open =
  | { readonly what: 'add'; readonly kind: DestinationKind }
  | { readonly what: 'edit' | 'remove'; readonly destination: Destination };

/** The destinations of history: a card for each, and a button to add one. */
export function DestinationsChoice() {
  const { client, orpc, queries } = usePowerHive();
  const destinations = useQuery(orpc.destinations.list.queryOptions({ refetchInterval: EVERY_MS }));
  const [open, setOpen] = useState<Open | null>(null);
  const refresh = (): void => void queries.invalidateQueries({ queryKey: orpc.destinations.list.queryKey() });
  const close = (): void => setOpen(null);
  const done = (): void => {
    close();
    refresh();
  };
  const remove = async ({ id, name }: Destination): Promise<void> => {
    try {
      await client.destinations.remove({ id });
    } catch (error) {
      toastFailure(cardTexts.removeFailed(name), callErrorMessage(error));
    }
    done();
  };
  if (destinations.data === undefined) {
    return destinations.isError ? <p className={classes.wrong}>{callErrorMessage(destinations.error)}</p> : null;
  }
  return (
    <div className={classes.cards}>
      {destinations.data.length === 0 && <p className={classes.quiet}>{texts.none}</p>}
      {destinations.data.map((destination) => (
        <DestinationCard
          key={destination.id}
          destination={destination}
          onEdit={() => setOpen({ what: 'edit', destination })}
          onRemove={() => setOpen({ what: 'remove', destination })}
          onChanged={refresh}
        />
      ))}
      <fieldset className={classes.kinds}>
        <legend>{texts.add}</legend>
        {(Object.keys(texts.kinds) as DestinationKind[]).map((kind) => (
          <Button key={kind} size="compact-xs" variant="default" onClick={() => setOpen({ what: 'add', kind })}>
            {texts.kinds[kind]}
          </Button>
        ))}
      </fieldset>
      {open?.what === 'add' && <DestinationForm kind={open.kind} destination={null} onClose={close} onSaved={done} />}
      {open?.what === 'edit' && (
        <DestinationForm kind={open.destination.kind} destination={open.destination} onClose={close} onSaved={done} />
      )}
      {open?.what === 'remove' && (
        <RemoveQuestion
          name={open.destination.name}
          about={texts.removeAbout}
          onClose={close}
          onRemove={() => void remove(open.destination)}
        />
      )}
    </div>
  );
}
