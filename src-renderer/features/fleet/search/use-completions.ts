import { type ChangeEvent, type KeyboardEvent, type RefObject, type SyntheticEvent, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import {
  type Completion,
  FLEET_LANGUAGE,
  type QueryLanguage,
  takeCompletion,
} from '../../../../src-shared/query/index.ts';
import { keepQuery, recentOffers, recentQueries } from './recent-queries.ts';
import { useFarmValues } from './use-farm-values.ts';

/** The completions of the word at the cursor, and the event handlers of the box. */
export interface Completions {
  readonly offered: readonly Completion[];
  /** Index of the active one; null until a key selects one. */
  readonly active: number | null;
  take(completion: Completion): void;
  readonly boxEvents: {
    onFocus(): void;
    onBlur(): void;
    onChange(event: ChangeEvent<HTMLInputElement>): void;
    onSelect(event: SyntheticEvent<HTMLInputElement>): void;
    onKeyDown(event: KeyboardEvent<HTMLInputElement>): void;
  };
}

const NOTHING: readonly Completion[] = [];

/**
 * Completions are offered while a word is typed, or on Down or Up, also in an empty box. Down and
 * Up move the active one. Tab and Enter accept it; without an active one, Tab accepts the first if
 * something is typed, and Enter closes the list. So does Escape. Without a list, Enter calls
 * `onEnter`. All other keys work as without a list.
 */
export function useCompletions(
  box: RefObject<HTMLInputElement | null>,
  search: {
    readonly text: string;
    readonly language: QueryLanguage;
    readonly onText: (text: string) => void;
    readonly onEnter: (() => void) | undefined;
  },
): Completions {
  const { text, language, onText } = search;
  const [focused, setFocused] = useState(false);
  const [wanted, setWanted] = useState(false);
  /** Null while a range is selected. */
  const [cursor, setCursor] = useState<number | null>(null);
  const [active, setActive] = useState<number | null>(null);
  const values = useFarmValues(focused);
  const isOfFleet = language === FLEET_LANGUAGE;
  const offered = useMemo(() => {
    if (!wanted || cursor === null) return NOTHING;
    const offers = language.complete(text, cursor, values);
    return isOfFleet && text === '' ? [...recentOffers(recentQueries(), offers), ...offers] : offers;
  }, [wanted, language, isOfFleet, text, cursor, values]);
  const show = (isWanted: boolean, first: number | null = null): void => {
    setWanted(isWanted);
    setActive(first);
  };

  const take = (completion: Completion): void => {
    const after = takeCompletion(text, completion);
    flushSync(() => {
      onText(after.text);
      setCursor(after.cursor);
      show(!completion.whole);
    });
    box.current?.setSelectionRange(after.cursor, after.cursor);
  };
  const move = (step: 1 | -1): void => {
    if (offered.length === 0) {
      setCursor(box.current?.selectionEnd ?? null);
      show(true, 0);
    } else if (active === null) setActive(step === 1 ? 0 : offered.length - 1);
    else setActive((active + step + offered.length) % offered.length);
  };
  const chosen = active === null ? undefined : offered[active];
  const [first] = offered;

  return {
    offered,
    active,
    take,
    boxEvents: {
      onFocus: () => setFocused(true),
      onBlur: () => {
        setFocused(false);
        show(false);
        if (isOfFleet) keepQuery(text);
      },
      onChange: (event) => {
        const { value, selectionStart } = event.currentTarget;
        setCursor(selectionStart);
        show(/\S$/.test(value.slice(0, selectionStart ?? 0)));
        onText(value);
      },
      onSelect: (event) => {
        const { selectionStart, selectionEnd } = event.currentTarget;
        const next = selectionStart === selectionEnd ? selectionStart : null;
        if (next === cursor) return;
        setCursor(next);
        setActive(null);
      },
      onKeyDown: (event) => {
        if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event.key === 'ArrowDown' ? 1 : -1);
        else if (chosen !== undefined && (event.key === 'Enter' || event.key === 'Tab')) take(chosen);
        else if (first !== undefined && event.key === 'Tab' && text.trim() !== '') take(first);
        else if (offered.length > 0 && (event.key === 'Enter' || event.key === 'Escape')) show(false);
        else if (event.key === 'Enter' && search.onEnter !== undefined) search.onEnter();
        else return;
        event.preventDefault();
      },
    },
  };
}
