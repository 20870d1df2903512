import { type RefObject, useEffect, useRef } from 'react';

/**
 * The action of each key (`KeyboardEvent.key`, with the prefix `Mod+` for Ctrl or Cmd). Keys are
 * ignored while the user is typing, on a control that uses them, and in a dialog or menu.
 */
export type KeyActions = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Keys that controls use themselves: ignored while a control has the focus. */
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
/** Keys that act on the active row, and are ignored within a panel. */
const ROW_ONLY_KEYS: ReadonlySet<string> = new Set(['Enter', ' ']);
const PANEL = '[data-side-panel]';
const FORM_PANEL = '[data-side-panel][data-form]';
/**
 * Where something is filled in. A click beside a field leaves the focus here: what is typed then is
 * no key of what is behind.
 */
const FORM = `form, ${FORM_PANEL}`;
/** Letters do nothing on these, and a click on them leaves the focus there. */
const TICKED = 'input[type="radio"], input[type="checkbox"]';
const TYPING = `input:not(${TICKED}), textarea, select, [contenteditable="true"]`;
const DIALOG = '[role="dialog"], [role="menu"]';
const MODAL = '[role="dialog"][aria-modal="true"]';
const OPEN_LIST = '[role="combobox"][aria-expanded="true"]';
const CONTROL = `button, a, summary, ${TICKED}, [role="option"], [role="radio"], [role="slider"], [role="menuitem"]`;

/**
 * Listens to keys in the whole page while the component is mounted. Escape works even while typing,
 * except in an open list, which it closes.
 */
export function useKeys(actions: KeyActions): void {
  useKeysWhere(actions, () => true);
}

/** Keys that change something: only while the focus is in the list they act on, or nowhere at all. */
export function useListKeys(list: RefObject<Element | null>, actions: KeyActions): void {
  useKeysWhere(actions, (target) => target === document.body || list.current?.contains(target) === true);
}

/** Keys that change what a list and the panel beside it show: not while the focus is in the panel, which has fields. */
export function useKeysOutsidePanel(actions: KeyActions): void {
  useKeysWhere(actions, (target) => target.closest(PANEL) === null);
}

function useKeysWhere(actions: KeyActions, isAt: (target: Element) => boolean): void {
  const latest = useRef({ actions, isAt });
  useEffect(() => {
    latest.current = { actions, isAt };
  });
  useEffect(() => {
    // By the time this is heard below, the list may have closed itself.
    let closesList = false;
    const onCapture = ({ key, target }: KeyboardEvent): void => {
      closesList = key === 'Escape' && target instanceof Element && hasOpenList(target);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || closesList) return;
      const { actions: known, isAt: isHere } = latest.current;
      const action = known[`${event.ctrlKey || event.metaKey ? 'Mod+' : ''}${event.key}`];
      if (action === undefined || isTaken(event)) return;
      if (!isHere(event.target instanceof Element ? event.target : document.body)) return;
      event.preventDefault();
      action(event);
    };
    window.addEventListener('keydown', onCapture, true);
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onCapture, true);
      window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}

/**
 * Whether the list of this field is open: Escape closes it, and nothing else. A field of which nothing
 * is offered calls an empty list open, which nobody sees: there Escape must not seem to do nothing.
 */
export function hasOpenList(field: Element): boolean {
  if (!field.matches(OPEN_LIST)) return false;
  const list = document.getElementById(field.getAttribute('aria-controls') ?? '');
  return list === null || list.checkVisibility();
}

function isTaken(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  // Also before the focus has moved into the dialog.
  if (event.target.closest(DIALOG) !== null || document.querySelector(MODAL) !== null) return true;
  if (event.key === 'Escape') return false;
  if (event.target.closest(TYPING) !== null) return true;
  if (!event.ctrlKey && !event.metaKey && isInForm(event.target)) return true;
  // Enter in a preview must not open the miner of the active row instead.
  if (ROW_ONLY_KEYS.has(event.key) && event.target.closest(PANEL) !== null) return true;
  // The arrow keys choose among the options of a radio group.
  if (/^Arrow/.test(event.key) && event.target.closest(TICKED) !== null) return true;
  return CONTROL_KEYS.has(event.key) && event.target.closest(CONTROL) !== null;
}

/** Whether keys go to a form or a dialog now. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && (target.closest(`${TYPING}, ${DIALOG}`) !== null || isInForm(target));
}

/** Also where nothing has the focus while a panel with fields is open. */
function isInForm(target: Element): boolean {
  if (target.closest(FORM) !== null) return true;
  return target === document.body && document.querySelector(FORM_PANEL) !== null;
}
