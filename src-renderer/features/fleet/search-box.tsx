import { TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { type Ref, useId, useImperativeHandle, useRef } from 'react';
import { formatTerm, parseQuery, type QueryError } from '../../../src-shared/query/index.ts';
import { withoutTerm } from './query-text.ts';
import classes from './search-box.module.css';

export interface SearchBoxHandle {
  focus(): void;
  /** Takes the focus away if it has it; answers whether it had. */
  leave(): boolean;
}

/** The text of the query. What was understood stands below as chips, what was not as an error at its word. */
export function SearchBox(props: { ref: Ref<SearchBoxHandle>; text: string; onText: (text: string) => void }) {
  const { text, onText } = props;
  const input = useRef<HTMLInputElement>(null);
  const errorsId = useId();
  const { terms, errors } = parseQuery(text);
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
        type="search"
        aria-label="Search"
        aria-describedby={errors.length > 0 ? errorsId : undefined}
        aria-invalid={errors.length > 0}
        spellCheck={false}
        placeholder="Name or address, model:s19jpro, temp>80, hashrate<90% …"
        className={classes.field}
        classNames={{ input: classes.input }}
        leftSection={<IconSearch size={14} />}
        rightSection={<kbd className={classes.key}>/</kbd>}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
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
        {errors.map((error) => (
          <button key={error.from} type="button" className={classes.error} onClick={() => showWord(error)}>
            <mark className={classes.word}>{text.slice(error.from, error.to)}</mark> {error.message}
          </button>
        ))}
      </div>
    </div>
  );
}
