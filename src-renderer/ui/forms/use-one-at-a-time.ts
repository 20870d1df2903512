import { useRef, useState } from 'react';

/**
 * Runs one task of a form at a time. Requests while one runs are ignored, so that a double click
 * does not create two things. `isBusy` is for the button.
 */
export function useOneAtATime(): {
  readonly isBusy: boolean;
  readonly run: (work: () => Promise<unknown>) => Promise<void>;
} {
  const [isBusy, setBusy] = useState(false);
  // A ref, because a second click may come before the next render.
  const running = useRef(false);
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await work();
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { isBusy, run };
}
