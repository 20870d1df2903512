import { TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { type Ref, useId, useImperativeHandle, useRef } from 'react';
import { formatTerm, parseQuery, type QueryError } from '../../../../src-shared/query/index.ts';
import { CompletionList, completionId } from './completion-list.tsx';
import { withoutTerm } from './query-text.ts';
import classes from './search-box.module.css';
import { useCompletions } from './use-completions.ts';

export interface SearchBoxHandle {
  focus(): void;
  /** Takes the focus away if it has it; answers whether it had. */
  leave(): boolean;
}

/** The text of the query. What was understood stands below as chips, what was not as an error at its word, and below that what it could become. */
export function SearchBox(props: { ref: Ref<SearchBoxHandle>; text: string; onText: (text: string) => void }) {
  const { text, onText } = props;
  const input = useRef<HTMLInputElement>(null);
  const errorsId = useId();
  const listId = useId();
  const { offered, active, take, boxEvents } = useCompletions(input, text, onText);
  const { terms, errors } = parseQuery(text);
  /** A word for which something is offered is not wrong yet. */
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
  const showWord = ({ from, to }: QueryError): void => {
    input.current?.focus();
    input.current?.setSelectionRange(from, to);
  };

  return (
    <div className={classes.box}>
      <TextInput
        ref={input}
        role="combobox"
        aria-label="Search"
        aria-autocomplete="list"
        aria-expanded={offered.length > 0}
        aria-controls={offered.length > 0 ? listId : undefined}
        aria-activedescendant={active !== null && active < offered.length ? completionId(listId, active) : undefined}
        aria-describedby={errors.length > 0 ? errorsId : undefined}
        aria-invalid={!errors.every(isUnfinished)}
        autoComplete="off"
        enterKeyHint="search"
        spellCheck={false}
        placeholder="Name or address, model:s19jpro, temp>80, hashrate<90% …"
        className={classes.field}
        leftSection={<IconSearch size={14} />}
        rightSection={<kbd className={classes.key}>/</kbd>}
        value={text}
        {...boxEvents}
      />
      {terms.length > 0 && (
        <ul className={classes.chips} aria-label="Asked for">
          {terms.map((term) => (
            <li key={term.from}>
              <button
                type="button"
                className={classes.chip}
                aria-label={`Remove ${formatTerm(term)}`}
                onClick={() => remove(term)}
                onKeyDown={(event) => {
                  if (event.key === 'Delete' || event.key === 'Backspace') remove(term);
                }}
              >
                {formatTerm(term)} <IconX size={11} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div id={errorsId} className={classes.errors} role="status">
        {errors.map((error) =>
          isUnfinished(error) ? (
            <p key={error.from} className={classes.hint}>
              What may follow is below: ↓ chooses, Tab takes it.
            </p>
          ) : (
            <button key={error.from} type="button" className={classes.error} onClick={() => showWord(error)}>
              <mark className={classes.word}>{text.slice(error.from, error.to)}</mark> {error.message}
            </button>
          ),
        )}
      </div>
      {offered.length > 0 && <CompletionList id={listId} offered={offered} active={active} onTake={take} />}
    </div>
  );
}
