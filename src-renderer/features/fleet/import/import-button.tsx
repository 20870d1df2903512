import { Button, FileButton, Modal, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { minerName } from '../../../../src-shared/miner-name.ts';
import { useMinersNow } from '../../../api/use-miners-now.ts';
import classes from '../bulk/bulk-bar.module.css';
import type { BulkState } from '../bulk/use-bulk.ts';
import { fleetTexts } from '../fleet-texts.ts';
import { type ImportedChange, importRows } from './import-rows.ts';

const texts = fleetTexts.import;
const MOST_LISTED = 12;

/** Names, places and tags from a CSV file, with what they would change before anything is changed. */
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
  const { changes, same, problems } = useMemo(() => importRows(text, miners), [text, miners]);
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
        {text.trim() !== '' && <p role="status">{texts.counted(changes.length, same)}</p>}
        <List label={texts.changes} lines={changes.flatMap(changeLines)} />
        <List label={texts.problems} lines={problems.map(({ line, why }) => texts.line(line, why))} failed />
        <Button type="submit" disabled={changes.length === 0}>
          {texts.submit(changes.length)}
        </Button>
      </form>
    </Modal>
  );
}

function changeLines({ miner, patch }: ImportedChange): string[] {
  const tagText = (tags: readonly string[]): string => (tags.length === 0 ? texts.none : tags.join(' '));
  const named = { ...miner, nickname: patch.nickname ?? null };
  return [
    ...(patch.nickname === undefined ? [] : [texts.name(minerName(miner), minerName(named))]),
    ...(patch.place === undefined
      ? []
      : [texts.place(minerName(miner), miner.place ?? texts.none, patch.place ?? texts.none)]),
    ...(patch.tags === undefined ? [] : [texts.tags(minerName(miner), tagText(miner.tags), tagText(patch.tags))]),
  ];
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
