import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isTypedCount } from '../../../../src-shared/actions/typed-count.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { Dialog } from '../../../ui/forms/dialog.tsx';
import classes from './bulk-bar.module.css';
import { bulkTexts } from './bulk-texts.ts';

const texts = bulkTexts.unmanageQuestion;

/**
 * Asks for confirmation before many miners are unmanaged. The operator must type their number, so
 * that Enter alone does not confirm.
 */
export function UnmanageQuestion(props: { miners: readonly Miner[]; onClose: () => void; onUnmanage: () => void }) {
  const { miners, onClose } = props;
  const [typed, setTyped] = useState('');
  const isConfirmed = isTypedCount(typed, miners.length);
  return (
    <Dialog onClose={onClose} title={texts.title(miners.length)} size={420}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isConfirmed) props.onUnmanage();
        }}
      >
        <p>{texts.about}</p>
        <TextInput
          label={texts.type(miners.length)}
          data-autofocus
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" color="red" disabled={!isConfirmed}>
          {texts.submit(miners.length)}
        </Button>
        <Button variant="default" onClick={onClose}>
          {texts.cancel}
        </Button>
      </form>
    </Dialog>
  );
}
