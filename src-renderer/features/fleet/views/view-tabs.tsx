import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, memo, type ReactNode, useState } from 'react';
import { fleetTexts } from '../fleet-texts.ts';
import { BUILT_IN_VIEWS, type FleetView, type SavedViews, viewNameError } from './saved-views.ts';
import classes from './view-tabs.module.css';

const texts = fleetTexts.views;

export interface ViewTabsProps {
  readonly views: SavedViews;
  readonly shown: FleetView;
  readonly text: string;
  readonly panelId: string;
  readonly onChoose: (view: FleetView) => void;
  readonly onAdd: (name: string) => void;
  readonly onRename: (id: string, name: string) => void;
  readonly onKeepText: (id: string) => void;
  readonly onDelete: (id: string) => void;
}

/** The views as tabs, with actions for the shown one. */
export const ViewTabs = memo(function ViewTabs(props: ViewTabsProps) {
  const { views, shown, text } = props;
  const all = [...BUILT_IN_VIEWS, ...views.own];
  const own = views.own.find(({ id }) => id === shown.id);
  const changed = own !== undefined && own.text !== text;
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const index = (all.findIndex(({ id }) => id === shown.id) + step + all.length) % all.length;
    const next = all[index];
    if (next !== undefined) props.onChoose(next);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus();
  };
  return (
    <div className={classes.bar}>
      <div role="tablist" aria-label={texts.label} className={classes.tabs} onKeyDown={onKeyDown}>
        {all.map((view) => (
          <button
            key={view.id}
            type="button"
            role="tab"
            aria-selected={view.id === shown.id}
            aria-controls={props.panelId}
            tabIndex={view.id === shown.id ? 0 : -1}
            className={classes.tab}
            onClick={() => props.onChoose(view)}
          >
            {view.name}
            {view.id === shown.id && changed && <span title={texts.unsaved}> *</span>}
          </button>
        ))}
      </div>
      {own !== undefined && (
        <Dropdown label={texts.edit(own.name)} icon={<IconDots size={15} />}>
          {(close) => (
            <>
              <NameForm
                label={texts.name}
                submit={texts.rename}
                initial={own.name}
                error={(name) => viewNameError(views, name, own.id)}
                onName={(name) => {
                  props.onRename(own.id, name);
                  close();
                }}
              />
              <div className={classes.actions}>
                <Button
                  variant="default"
                  disabled={!changed}
                  onClick={() => {
                    props.onKeepText(own.id);
                    close();
                  }}
                >
                  {texts.update}
                </Button>
                <Button color="red" variant="subtle" onClick={() => props.onDelete(own.id)}>
                  {texts.delete}
                </Button>
              </div>
            </>
          )}
        </Dropdown>
      )}
      <Dropdown label={texts.add} icon={<IconPlus size={15} />}>
        {(close) => (
          <NameForm
            label={texts.name}
            submit={texts.save}
            initial=""
            error={(name) => viewNameError(views, name, null)}
            onName={(name) => {
              props.onAdd(name);
              close();
            }}
          />
        )}
      </Dropdown>
    </div>
  );
});

function Dropdown(props: { label: string; icon: ReactNode; children: (close: () => void) => ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus withinPortal={false} position="bottom-start">
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={props.label}
          title={props.label}
          onClick={() => setOpened((before) => !before)}
        >
          {props.icon}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={props.label}>{props.children(() => setOpened(false))}</Popover.Dropdown>
    </Popover>
  );
}

function NameForm(props: {
  label: string;
  submit: string;
  initial: string;
  error: (name: string) => string | null;
  onName: (name: string) => void;
}) {
  const [name, setName] = useState(props.initial);
  const [isSubmitted, setSubmitted] = useState(false);
  const error = props.error(name);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        setSubmitted(true);
        if (error === null) props.onName(name);
      }}
    >
      <TextInput
        label={props.label}
        value={name}
        data-autofocus
        error={isSubmitted ? error : null}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit">{props.submit}</Button>
    </form>
  );
}
