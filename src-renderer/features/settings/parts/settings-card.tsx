import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog } from '../../../ui/forms/dialog.tsx';
import { Switch } from '../../../ui/forms/switch.tsx';
import { cardTexts as texts } from './card-texts.ts';
import classes from './cards.module.css';

/** A card for one of several items: what it is, a switch, its status and its actions. */
export function SettingsCard(props: {
  name: string;
  about: string;
  /** Not set if it cannot be switched here. */
  toggle?: { label: string; on: boolean; onChange: (on: boolean) => void };
  actions: ReactNode;
  children: ReactNode;
}) {
  const { name, about, toggle, actions, children } = props;
  return (
    <section className={classes.card} aria-label={name}>
      <header className={classes.head}>
        <div>
          <h3 className={classes.name}>{name}</h3>
          <p className={classes.quiet}>{about}</p>
        </div>
        {toggle !== undefined && <Switch {...toggle} />}
      </header>
      {children}
      <div className={classes.actions}>{actions}</div>
    </section>
  );
}

/** The status of an item: a dot with a word, then facts, and below them the error. */
export function CardStatus(props: {
  status: 'ok' | 'failing' | 'waiting' | 'off';
  word: string;
  facts: readonly (string | false)[];
  error: string | null;
}) {
  const { status, word, facts, error } = props;
  return (
    <div>
      <p className={classes.status} data-status={status}>
        <span className={classes.dot} aria-hidden="true" />
        {word}
        <span className={classes.quiet}>{facts.filter((fact) => fact !== false).join(' · ')}</span>
      </p>
      {error !== null && <p className={classes.wrong}>{error}</p>}
    </div>
  );
}

export function CardAction(props: {
  children: string;
  onClick: () => void;
  /** Set if the text alone does not identify the item. */
  label?: string;
  loading?: boolean;
  quiet?: boolean;
}) {
  const { children, onClick, label, loading = false, quiet = false } = props;
  const look = quiet ? ({ variant: 'subtle', color: 'gray' } as const) : ({ variant: 'default' } as const);
  return (
    <Button
      size="compact-xs"
      {...look}
      aria-label={label}
      loading={loading}
      loaderProps={{ size: 12 }}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}

/** Asks before an item is removed; Enter selects Cancel. */
export function RemoveQuestion(props: { name: string; about: string; onClose: () => void; onRemove: () => void }) {
  const { name, about, onClose, onRemove } = props;
  return (
    <Dialog title={texts.removeTitle(name)} size={400} onClose={onClose}>
      <div className={classes.form}>
        <p>{about}</p>
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {texts.cancel}
          </Button>
          <Button color="red" onClick={onRemove}>
            {texts.remove}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** The buttons of a form in a dialog. */
export function FormEnd(props: { save: string; saving: boolean; error: string | null; onClose: () => void }) {
  const { save, saving, error, onClose } = props;
  return (
    <>
      {error !== null && (
        <p className={classes.wrong} role="alert">
          {error}
        </p>
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          {texts.cancel}
        </Button>
        <Button type="submit" loading={saving}>
          {save}
        </Button>
      </div>
    </>
  );
}
