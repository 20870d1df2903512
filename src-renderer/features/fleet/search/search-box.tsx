import { Popover, TextInput } from '@mantine/core';
import { IconChevronDown, IconSearch, IconX } from '@tabler/icons-react';
import { memo, type ReactNode, type Ref, useId, useImperativeHandle, useRef } from 'react';
import { FLEET_LANGUAGE, formatTerm, type QueryError, type QueryLanguage } from '../../../../src-shared/query/index.ts';
import { fleetTexts } from '../fleet-texts.ts';
import { celsiusNotes } from './celsius-notes.ts';
import { CompletionList, completionId } from './completion-list.tsx';
import { MeantValues } from './meant-values.tsx';
import { NamedStates } from './named-states.tsx';
import { withoutTerm } from './query-text.ts';
import classes from './search-box.module.css';
import { useCompletions } from './use-completions.ts';

const texts = fleetTexts.search;

export interface SearchBoxHandle {
  focus(): void;
  /** Removes the focus from the box; returns whether it had the focus. */
  leave(): boolean;
}

interface SearchFieldProps {
  ref: Ref<SearchBoxHandle>;
  /** Its label if it does not search the fleet. */
  label?: string;
  placeholder?: string;
  /** Its query language; the search for miners by default. */
  language?: QueryLanguage;
  /** Content at the end of the line of chips. */
  beside?: ReactNode;
  text: string;
  onText: (text: string) => void;
  /** Called for Enter, if it accepts and closes nothing, and the query has no error. */
  onEnter?: () => void;
}

/**
 * The search box. Below it are the valid terms as chips, an error at each invalid word, and
 * suggestions to correct it. It positions its suggestions itself, so that it may stand anywhere.
 */
export function SearchBox({
  children,
  ...field
}: SearchFieldProps & { /** Beside the field. */ children?: ReactNode }) {
  return (
    <div className={classes.box}>
      <SearchField {...field} />
      {children}
    </div>
  );
}

const SearchField = memo(function SearchField(props: SearchFieldProps) {
  const { text, onText, language = FLEET_LANGUAGE } = props;
  const input = useRef<HTMLInputElement>(null);
  const errorsId = useId();
  const listId = useId();
  const { terms, errors } = language.parse(text);
  const onEnter = errors.length === 0 ? props.onEnter : undefined;
  const { offered, active, take, boxEvents } = useCompletions(input, { text, onText, onEnter, language });
  /** A word with completions is not an error yet. */
  const isUnfinished = (error: QueryError): boolean =>
    offered.some(({ from, to }) => error.from <= to && from <= error.to);
  useImperativeHandle(props.ref, () => ({
    focus: () => input.current?.select(),
    leave: () => {
      if (document.activeElement !== input.current) return false;
      input.current?.blur();
      return true;
    },
  }));
  const remove = (place: { from: number; to: number }): void => {
    onText(withoutTerm(text, place));
    input.current?.focus();
  };
  const replace = (next: string): void => {
    onText(next);
    input.current?.focus();
  };
  const showWord = ({ from, to }: QueryError): void => {
    input.current?.focus();
    input.current?.setSelectionRange(from, to);
  };

  return (
    <>
      <TextInput
        ref={input}
        role="combobox"
        aria-label={props.label ?? texts.label}
        aria-autocomplete="list"
        aria-expanded={offered.length > 0}
        aria-controls={offered.length > 0 ? listId : undefined}
        aria-activedescendant={active !== null && active < offered.length ? completionId(listId, active) : undefined}
        aria-describedby={errors.length > 0 ? errorsId : undefined}
        aria-invalid={!errors.every(isUnfinished)}
        autoComplete="off"
        enterKeyHint="search"
        spellCheck={false}
        placeholder={props.placeholder ?? texts.placeholder}
        className={classes.field}
        leftSection={<IconSearch size={14} />}
        rightSection={<kbd className={classes.key}>/</kbd>}
        value={text}
        {...boxEvents}
      />
      {terms.length > 0 && (
        <div className={classes.asked}>
          <ul className={classes.chips} aria-label={texts.asked}>
            {terms.map((term) => (
              <li key={term.from}>
                <button
                  type="button"
                  className={classes.chip}
                  aria-label={texts.remove(formatTerm(term))}
                  onClick={() => remove(term)}
                  onKeyDown={(event) => {
                    if (event.key === 'Delete' || event.key === 'Backspace') remove(term);
                  }}
                >
                  <span className={classes.term}>{formatTerm(term)}</span>
                  <IconX size={11} aria-hidden="true" className={classes.cross} />
                </button>
              </li>
            ))}
          </ul>
          <NamedStates text={text} onText={replace} />
          <MeantValues text={text} terms={terms} onText={replace} />
          {celsiusNotes(terms).map((note) => (
            <span key={note} className={classes.hint}>
              {note}
            </span>
          ))}
          {props.beside}
        </div>
      )}
      <div id={errorsId} className={classes.errors} role="status">
        {errors.map((error) =>
          isUnfinished(error) ? (
            <p key={error.from} className={classes.hint}>
              {texts.chooseBelow}
            </p>
          ) : (
            <p key={error.from} className={classes.error}>
              <button type="button" className={classes.error} onClick={() => showWord(error)}>
                <mark className={classes.word}>{text.slice(error.from, error.to)}</mark>{' '}
                <Emphasized text={error.message} part={error.unknownField?.meant ?? null} />
              </button>
              {error.unknownField !== undefined && <AllFields names={language.fieldNames} />}
            </p>
          ),
        )}
      </div>
      {offered.length > 0 && <CompletionList id={listId} offered={offered} active={active} onTake={take} />}
    </>
  );
});

/** A sentence in which the last occurrence of a word is bold. */
function Emphasized({ text, part }: { text: string; part: string | null }) {
  const at = part === null ? -1 : text.lastIndexOf(part);
  if (part === null || at === -1) return text;
  return (
    <>
      {text.slice(0, at)}
      <strong>{part}</strong>
      {text.slice(at + part.length)}
    </>
  );
}

/** The names of all fields, shown after an unknown field. */
function AllFields({ names }: { names: readonly string[] }) {
  return (
    <Popover position="bottom-start" width={320}>
      <Popover.Target>
        <button type="button" className={classes.fields}>
          {texts.allFields} <IconChevronDown size={11} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.allFields}>{names.join(', ')}</Popover.Dropdown>
    </Popover>
  );
}
