import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { callErrorMessage } from '../../api/call-error.ts';
import { useFarmNow } from '../../api/use-farm-now.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { useRacks } from '../../api/use-racks.ts';
import { sizeOf } from '../../miner-view/racks/rack-slots.ts';
import { Callout, FailureCallout, Skeleton } from '../../ui/feedback/callout.tsx';
import { toastFailure } from '../../ui/feedback/toast.tsx';
import { useHashText } from '../../ui/hash-location.ts';
import { ListPage } from '../../ui/layout/page.tsx';
import { RemoveQuestion } from '../settings/parts/settings-card.tsx';
import { PlacingScreen } from './placing-screen.tsx';
import { RackForm } from './rack-form.tsx';
import { type ListedRack, listRacks } from './rack-list.ts';
import { RackTable } from './rack-table.tsx';
import classes from './racks.module.css';
import { RacksCsv } from './racks-csv.tsx';
import { RACKS_PATH } from './racks-location.ts';
import { racksTexts as texts } from './racks-texts.ts';

/** The list of racks, or the screen that puts miners into the slots of one. */
export function RacksScreen() {
  const asked = useHashText();
  const { miners, moment } = useFarmNow();
  const { client } = usePowerHive();
  const { racks, isLoaded, error, refresh } = useRacks();
  const listed = useMemo(() => listRacks(racks, miners, moment), [racks, miners, moment]);
  const [edited, setEdited] = useState<(Pick<ListedRack, 'known'> & { readonly rack: string | null }) | null>(null);
  const [leaving, setLeaving] = useState<ListedRack | null>(null);
  const placing = listed.find(({ rack }) => rack === asked);
  const size = sizeOf(placing?.known ?? null);
  if (placing !== undefined && size !== null) {
    return <PlacingScreen key={placing.rack} rack={placing} size={size} miners={miners} />;
  }

  const remove = async ({ known, rack }: ListedRack): Promise<void> => {
    setLeaving(null);
    try {
      if (known !== null) await client.racks.remove({ id: known.id });
    } catch (failure) {
      toastFailure(texts.removeFailed(rack), callErrorMessage(failure));
    }
    await refresh();
  };
  return (
    <ListPage
      title={texts.title}
      about={texts.about}
      controls={
        <div className={classes.buttons}>
          {isLoaded && <RacksCsv listed={listed} racks={racks} onChanged={refresh} />}
          <Button onClick={() => setEdited({ rack: null, known: null })}>{texts.add}</Button>
        </div>
      }
    >
      {error !== null ? (
        <FailureCallout title={texts.failed} why={callErrorMessage(error)} />
      ) : !isLoaded ? (
        <Skeleton rows={6} label={texts.loading} />
      ) : listed.length === 0 ? (
        <Callout title={texts.none}>{texts.noneAbout}</Callout>
      ) : (
        <RackTable racks={listed} onEdit={setEdited} onRemove={setLeaving} />
      )}
      {isLoaded && asked !== '' && placing !== undefined && (
        <p className={classes.none} role="status">
          {texts.needsSize} <Link href={RACKS_PATH}>{texts.placing.back}</Link>
        </p>
      )}
      {edited !== null && (
        <RackForm name={edited.rack} known={edited.known} onClose={() => setEdited(null)} onSaved={refresh} />
      )}
      {leaving !== null && (
        <RemoveQuestion
          name={leaving.rack}
          about={texts.removeAbout}
          onClose={() => setLeaving(null)}
          onRemove={() => void remove(leaving)}
        />
      )}
    </ListPage>
  );
}
