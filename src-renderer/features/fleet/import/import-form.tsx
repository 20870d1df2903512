import { Button, FileButton, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { importTexts } from '../../../../src-shared/import/import-texts.ts';
import { Dialog } from '../../../ui/forms/dialog.tsx';
import classes from '../bulk/bulk-bar.module.css';
import { fleetTexts } from '../fleet-texts.ts';

const texts = fleetTexts.import;
const MOST_LISTED = 12;

/** A file that was read: its changes, errors in its lines, and notes about its columns. */
interface Read<Change> {
  readonly changes: readonly Change[];
  readonly same: number;
  readonly problems: readonly { readonly line: number; readonly why: string }[];
  readonly remarks: readonly string[];
}

/** Asks for a CSV file, and previews its changes before they are made. */
export function ImportForm<Change>(props: {
  title: string;
  about: string;
  example: string;
  read: (text: string) => Read<Change>;
  lines: (change: Change) => readonly string[];
  counted: (changed: number, same: number) => string;
  submit: (changes: number) => string;
  working?: boolean;
  onSubmit: (changes: readonly Change[]) => void;
  onClose: () => void;
}) {
  const { read, working = false } = props;
  const [text, setText] = useState('');
  const { changes, same, problems, remarks } = useMemo(() => read(text), [read, text]);
  return (
    <Dialog onClose={props.onClose} title={props.title} size={560}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (changes.length > 0) props.onSubmit(changes);
        }}
      >
        <p>{props.about}</p>
        <Textarea
          label={texts.text}
          placeholder={props.example}
          data-autofocus
          rows={6}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <FileButton onChange={(file) => void file?.text().then(setText)}>
          {(button) => (
            <Button {...button} variant="default">
              {texts.open}
            </Button>
          )}
        </FileButton>
        {text.trim() !== '' && <p role="status">{props.counted(changes.length, same)}</p>}
        {remarks.map((remark) => (
          <p key={remark}>{remark}</p>
        ))}
        <List label={texts.changes} lines={changes.flatMap((change) => props.lines(change))} />
        <List label={texts.problems} lines={problems.map(({ line, why }) => importTexts.line(line, why))} failed />
        <Button type="submit" disabled={changes.length === 0} loading={working}>
          {props.submit(changes.length)}
        </Button>
      </form>
    </Dialog>
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
