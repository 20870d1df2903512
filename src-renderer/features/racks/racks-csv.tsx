import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import { importTexts } from '../../../src-shared/import/import-texts.ts';
import { type RackChange, rackChangeLines, rackCsv, rackRows } from '../../../src-shared/import/rack-rows.ts';
import type { Rack } from '../../../src-shared/model/index.ts';
import { usualSeparator } from '../../../src-shared/text/csv.ts';
import { isoTime } from '../../../src-shared/text/iso-time.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { toastFailure } from '../../ui/feedback/toast.tsx';
import { saveTextFile } from '../../ui/save-file.ts';
import { ImportForm } from '../fleet/import/import-form.tsx';
import type { ListedRack } from './rack-list.ts';
import { racksTexts } from './racks-texts.ts';

const texts = racksTexts.csv;

/** Exports the racks to a file, and imports them with a preview of the changes. */
export function RacksCsv(props: {
  listed: readonly ListedRack[];
  racks: readonly Rack[];
  onChanged: () => Promise<void>;
}) {
  const { listed, racks } = props;
  const [opened, setOpened] = useState(false);
  const save = (): void => {
    const rows = listed.map(({ rack, known }) => known ?? { rack });
    const day = isoTime(Date.now()).slice(0, 10);
    saveTextFile(`powerhive-racks-${day}.csv`, 'text/csv;charset=utf-8', rackCsv(rows, usualSeparator()));
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {texts.import}
      </Button>
      <Button variant="default" disabled={listed.length === 0} onClick={save}>
        {texts.save}
      </Button>
      {opened && <ImportQuestion racks={racks} onChanged={props.onChanged} onClose={() => setOpened(false)} />}
    </>
  );
}

function ImportQuestion(props: { racks: readonly Rack[]; onChanged: () => Promise<void>; onClose: () => void }) {
  const { racks, onChanged, onClose } = props;
  const { client } = usePowerHive();
  const [working, setWorking] = useState(false);
  const read = useCallback((text: string) => rackRows(text, racks), [racks]);
  const write = async (changes: readonly RackChange[]): Promise<void> => {
    setWorking(true);
    const failed: string[] = [];
    for (const { rack, known, patch } of changes) {
      try {
        if (known === null) await client.racks.create({ rack, ...patch });
        else await client.racks.update({ params: { id: known.id }, body: patch });
      } catch (error) {
        failed.push(`${rack}: ${callErrorMessage(error)}`);
      }
    }
    await onChanged();
    if (failed.length > 0) toastFailure(texts.failed(failed.length), failed.slice(0, MOST_REASONS).join(' '));
    onClose();
  };
  return (
    <ImportForm
      title={texts.title}
      about={texts.about}
      example={texts.example}
      read={read}
      lines={rackChangeLines}
      counted={importTexts.rackCounted}
      submit={texts.submit}
      working={working}
      onSubmit={(changes) => void write(changes)}
      onClose={onClose}
    />
  );
}

const MOST_REASONS = 3;
