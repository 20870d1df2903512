import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Completion } from '../../../../src-shared/query/index.ts';
import { fleetTexts } from '../fleet-texts.ts';
import classes from './completion-list.module.css';

export function completionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** Completions at the cursor. The box handles the keys and decides which one is active. */
export function CompletionList(props: {
  id: string;
  offered: readonly Completion[];
  active: number | null;
  onTake: (completion: Completion) => void;
}) {
  const { id, offered, active, onTake } = props;
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (list.current !== null) list.current.style.maxHeight = `${roomBelow(list.current)}px`;
  });
  useEffect(() => {
    if (active !== null) list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={fleetTexts.search.suggestions}
      className={classes.list}
      onMouseDown={(event) => event.preventDefault()}
    >
      {offered.map((completion, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box, which points at the active option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's
        <div
          key={completion.text}
          id={completionId(id, index)}
          role="option"
          aria-selected={index === active}
          className={classes.option}
          onClick={() => onTake(completion)}
        >
          <span className={classes.text}>{completion.text}</span>{' '}
          <span className={classes.means}>{completion.means}</span>{' '}
          {completion.miners !== null && (
            <span className={classes.miners}>{fleetTexts.search.miners(completion.miners)}</span>
          )}
        </div>
      ))}
    </div>
  );
}

/** Height of ten and a half rows, to show that the list continues, limited by the window. */
function roomBelow(element: HTMLElement): number {
  return Math.min(286, window.innerHeight - element.getBoundingClientRect().top - 8);
}
