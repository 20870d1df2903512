import { useEffect, useRef } from 'react';
import { isTyping } from '../../ui/keys/use-keys.ts';
import { SCREENS, type ScreenPath } from '../screens.ts';

/** Time after `g` within which a letter selects a screen. */
const SECOND_KEY_WITHIN_MS = 1500;

/**
 * `g`, then the letter of a screen, opens it. The letter is handled before any other key handler.
 */
export function useGoKeys(onGo: (path: ScreenPath) => void): void {
  const go = useRef(onGo);
  useEffect(() => {
    go.current = onGo;
  });
  useEffect(() => {
    let startedAt = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const waiting = event.timeStamp - startedAt < SECOND_KEY_WITHIN_MS;
      startedAt = !waiting && event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const screen = waiting ? SCREENS.find(({ letter }) => letter === event.key) : undefined;
      if (screen === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      go.current(screen.path);
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}
