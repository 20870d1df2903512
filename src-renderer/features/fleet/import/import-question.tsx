import { useCallback } from 'react';
import { changeLines, importRows } from '../../../../src-shared/import/import-rows.ts';
import { importTexts } from '../../../../src-shared/import/import-texts.ts';
import { useMinersNow } from '../../../api/use-miners-now.ts';
import { useFarmRacks } from '../../places/use-farm-racks.ts';
import { bulkTexts } from '../bulk/bulk-texts.ts';
import { changeUndoably } from '../bulk/change-undoably.ts';
import type { BulkState } from '../bulk/use-bulk.ts';
import { fleetTexts } from '../fleet-texts.ts';
import { ImportForm } from './import-form.tsx';

const texts = fleetTexts.import;

/** Asks for the CSV file of the miners, and starts the change of what it changes. */
export function ImportQuestion({ bulk, onClose }: { bulk: BulkState; onClose: () => void }) {
  const miners = useMinersNow();
  const racks = useFarmRacks();
  const read = useCallback((text: string) => importRows(text, miners, racks), [miners, racks]);
  return (
    <ImportForm
      title={texts.title}
      about={texts.about}
      example={texts.example}
      read={read}
      lines={changeLines}
      counted={importTexts.counted}
      submit={texts.submit}
      onSubmit={(changes) => {
        const patches = new Map(changes.map(({ miner, patch }) => [miner.id, patch]));
        changeUndoably(
          bulk,
          changes.map(({ miner }) => miner),
          ({ id }) => patches.get(id) ?? {},
          bulkTexts.changes.import,
        );
        onClose();
      }}
      onClose={onClose}
    />
  );
}
