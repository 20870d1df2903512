import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { dateFieldValue } from '../../ui/forms/date-field.ts';
import classes from './history-screen.module.css';
import { screenTexts as texts } from './history-texts.ts';
import type { SpanAt } from './shown-span.ts';

/** A custom period, in the local time of this computer. */
export function OwnSpan(props: { shown: SpanAt; isOwn: boolean; onSpan: (span: SpanAt) => void }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover trapFocus returnFocus withinPortal={false} position="bottom-start" opened={opened} onChange={setOpened}>
      <Popover.Target>
        <Button
          variant="default"
          size="compact-sm"
          aria-pressed={props.isOwn}
          className={props.isOwn ? classes.pressed : undefined}
          onClick={() => setOpened(!opened)}
        >
          {texts.own}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.own}>
        {opened && (
          <OwnForm
            shown={props.shown}
            onSpan={(span) => {
              setOpened(false);
              props.onSpan(span);
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function OwnForm({ shown, onSpan }: { shown: SpanAt; onSpan: (span: SpanAt) => void }) {
  const [from, setFrom] = useState(dateFieldValue(shown.fromAt));
  const [to, setTo] = useState(dateFieldValue(shown.toAt));
  const [fromAt, toAt] = [Date.parse(from), Date.parse(to)];
  const isWhole = fromAt < toAt;
  return (
    <form
      className={classes.own}
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole) onSpan({ fromAt, toAt });
      }}
    >
      <TextInput
        type="datetime-local"
        label={texts.from}
        value={from}
        data-autofocus
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label={texts.to}
        value={to}
        error={isWhole ? undefined : texts.backwards}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!isWhole}>
        {texts.show}
      </Button>
    </form>
  );
}
