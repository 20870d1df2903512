import { type Ref, useEffect, useRef, useState } from 'react';
import { parseQuery } from '../../../src-shared/query/index.ts';
import { SearchBox, type SearchBoxHandle } from '../fleet/search/search-box.tsx';
import classes from './history-screen.module.css';

/** Pause after the last key before a query is requested. */
const TYPING_PAUSE_MS = 600;

/**
 * The search box of the fleet for a history. A history takes longer than a list, so it is requested
 * only after a pause in typing.
 */
export function QueryField(props: {
  ref?: Ref<SearchBoxHandle>;
  label: string;
  query: string;
  onQuery: (query: string) => void;
  /** It has just been asked for: what is typed next is meant for it. */
  focusEmpty?: boolean;
  /** What is typed is not requested yet: what is shown is of before. */
  onTyping?: (isTyping: boolean) => void;
}) {
  const { query, onQuery, focusEmpty = false, onTyping } = props;
  const own = useRef<SearchBoxHandle>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it appears
  useEffect(() => {
    if (focusEmpty && query === '') own.current?.focus();
  }, []);
  const [draft, setDraft] = useState(query);
  const [known, setKnown] = useState(query);
  /** The query that was sent from here and is not in the address yet. */
  const [sent, setSent] = useState<string | null>(null);
  if (query !== known) {
    setKnown(query);
    setSent(null);
    if (query !== sent) setDraft(query);
  }
  const isTyping = draft.trim() !== query && parseQuery(draft).errors.length === 0;
  useEffect(() => {
    onTyping?.(isTyping);
    return () => onTyping?.(false);
  }, [isTyping, onTyping]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the wait
  useEffect(() => {
    if (!isTyping) return;
    const timer = setTimeout(() => {
      setSent(draft.trim());
      onQuery(draft.trim());
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft, query]);
  return (
    <div className={classes.query}>
      <SearchBox ref={props.ref ?? own} label={props.label} text={draft} onText={setDraft} />
    </div>
  );
}
