import { Button } from '@mantine/core';
import { useState } from 'react';
import { lazyPart } from '../../../ui/loading/lazy-part.tsx';
import { bulkTexts } from '../bulk/bulk-texts.ts';
import type { BulkState } from '../bulk/use-bulk.ts';
import { fleetTexts } from '../fleet-texts.ts';

const texts = fleetTexts.import;
const ImportQuestion = lazyPart(async () => (await import('./import-question.tsx')).ImportQuestion, {
  isOverlay: true,
});

/** Imports names, places, tags and passwords from a CSV file, with a preview of the changes. */
export function ImportButton({ bulk }: { bulk: BulkState }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        disabled={bulk.progress !== null}
        title={bulk.progress === null ? undefined : bulkTexts.isRunning}
        onClick={() => setOpened(true)}
      >
        {texts.button}
      </Button>
      {opened && <ImportQuestion bulk={bulk} onClose={() => setOpened(false)} />}
    </>
  );
}
