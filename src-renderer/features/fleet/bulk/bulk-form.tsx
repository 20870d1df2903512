import { Button, Popover } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { hasOpenList } from '../../../ui/keys/use-keys.ts';
import classes from './bulk-bar.module.css';

/** A button of the bulk bar that opens a form above it. */
export function BulkForm(props: {
  label: string;
  submit: string;
  error: string | null;
  /** Whether there is nothing to submit yet. */
  empty?: boolean;
  /** An alternative action. */
  other?: { readonly label: string; readonly onClick: () => void };
  onSubmit: () => void;
  /** Opens the form once; `onOpened` is called as soon as it is open, and resets the request. */
  openNow?: boolean;
  onOpened?: (() => void) | undefined;
  children: ReactNode;
}) {
  const { other, openNow = false, onOpened } = props;
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    if (!openNow) return;
    setOpened(true);
    onOpened?.();
  }, [openNow, onOpened]);
  const disabled = props.error !== null || props.empty === true;
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      trapFocus
      returnFocus
      // Below: an open list within closes first.
      closeOnEscape={false}
      withinPortal={false}
      position="top"
      width={280}
    >
      <Popover.Target>
        <Button variant="subtle" color="gray" onClick={() => setOpened((before) => !before)}>
          {props.label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown
        aria-label={props.label}
        onKeyDown={({ key, target }) => {
          if (key === 'Escape' && target instanceof Element && !hasOpenList(target)) setOpened(false);
        }}
      >
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (disabled) return;
            setOpened(false);
            props.onSubmit();
          }}
        >
          {props.children}
          <Button type="submit" disabled={disabled}>
            {props.submit}
          </Button>
          {other !== undefined && (
            <Button
              variant="default"
              onClick={() => {
                setOpened(false);
                other.onClick();
              }}
            >
              {other.label}
            </Button>
          )}
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
