import { Button, FileButton, Modal, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { changeLines, importRows } from '../../../../src-shared/import/import-rows.ts';
import { importTexts } from '../../../../src-shared/import/import-texts.ts';
import { useMinersNow } from '../../../api/use-miners-now.ts';
import classes from '../bulk/bulk-bar.module.css';
import type { BulkState } from '../bulk/use-bulk.ts';
import { fleetTexts } from '../fleet-texts.ts';

const texts = fleetTexts.import;
const MOST_LISTED = 12;

/**
 * Names, places, tags and passwords from a CSV file, with what they would change before anything is
 * changed.
 */
export function ImportButton({ bulk }: { bulk: BulkState }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {texts.button}
      </Button>
      {opened && <ImportQuestion bulk={bulk} onClose={() => setOpened(false)} />}
    </>
  );
}

function ImportQuestion({ bulk, onClose }: { bulk: BulkState; onClose: () => void }) {
  const [text, setText] = useState('');
  const miners = useMinersNow();
  const { changes, same, problems, remarks } = useMemo(() => importRows(text, miners), [text, miners]);
  return (
    <Modal
      opened
      onClose={onClose}
      title={texts.title}
      size={560}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (changes.length === 0) return;
          const patches = changes.map(({ patch }) => patch);
          bulk.update(
            changes.map(({ miner }) => miner),
            (index) => patches[index] ?? {},
            fleetTexts.bulk.done.imported,
          );
          onClose();
        }}
      >
        <p>{texts.about}</p>
        <Textarea
          label={texts.text}
          placeholder={texts.example}
          data-autofocus
          rows={6}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <FileButton onChange={(file) => void file?.text().then(setText)}>
          {(props) => (
            <Button {...props} variant="default">
              {texts.open}
            </Button>
          )}
        </FileButton>
        {text.trim() !== '' && <p role="status">{importTexts.counted(changes.length, same)}</p>}
        {remarks.map((remark) => (
          <p key={remark}>{remark}</p>
        ))}
        <List label={texts.changes} lines={changes.flatMap(changeLines)} />
        <List label={texts.problems} lines={problems.map(({ line, why }) => importTexts.line(line, why))} failed />
        <Button type="submit" disabled={changes.length === 0}>
          {texts.submit(changes.length)}
        </Button>
      </form>
    </Modal>
  );
}

function List({ label, lines, failed = false }: { label: string; lines: readonly string[]; failed?: boolean }) {
  if (lines.length === 0) return null;
  return (
    <ul aria-label={label} className={failed ? classes.failed : classes.preview}>
      {lines.slice(0, MOST_LISTED).map((line) => (
        <li key={line}>{line}</li>
      ))}
      {lines.length > MOST_LISTED && <li>{texts.more(lines.length - MOST_LISTED)}</li>}
    </ul>
  );
}
