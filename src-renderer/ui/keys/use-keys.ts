import { useEffect, useRef } from 'react';

/**
 * What each key (as `KeyboardEvent.key`, with `Mod+` in front for Ctrl or Cmd) does. A key does
 * nothing while the person is typing, on a control that uses it, or in a dialog or menu.
 */
export type KeyActions = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Keys that controls use themselves, so that they are left to a control that has the focus. */
const CONTROL_KEYS: ReadonlySet<string> = new Set([
  'Enter',
  ' ',
  'ArrowDown',
  'ArrowUp',
  'PageDown',
  'PageUp',
  'Home',
  'End',
]);
/** Keys that act on the row that was reached, which is not meant from within a panel. */
const ROW_ONLY_KEYS: ReadonlySet<string> = new Set(['Enter', ' ']);
const PANEL = '[data-side-panel]';
const TYPING = 'input, textarea, select, [contenteditable="true"]';
const DIALOG = '[role="dialog"], [role="menu"]';
const CONTROL = 'button, a, summary, [role="option"], [role="radio"], [role="slider"], [role="menuitem"]';

/**
 * Listens to keys anywhere in the page for as long as the component is there. Escape works even
 * while typing.
 */
export function useKeys(actions: KeyActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey) return;
      const action = latest.current[`${event.ctrlKey || event.metaKey ? 'Mod+' : ''}${event.key}`];
      if (action === undefined || isTaken(event)) return;
      event.preventDefault();
      action(event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isTaken(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  if (event.target.closest(DIALOG) !== null) return true;
  if (event.key === 'Escape') return false;
  if (event.target.closest(TYPING) !== null) return true;
  // A preview is no row: Enter in it must not leave it for the miner of the row.
  if (ROW_ONLY_KEYS.has(event.key) && event.target.closest(PANEL) !== null) return true;
  return CONTROL_KEYS.has(event.key) && event.target.closest(CONTROL) !== null;
}

/** Whether keys go into a text or a dialog now. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(`${TYPING}, ${DIALOG}`) !== null;
}
