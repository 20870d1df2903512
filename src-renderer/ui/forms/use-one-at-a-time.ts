import { useRef, useState } from 'react';

/**
 * Runs a form's work one at a time: what is asked for while it runs is left out, so that a double
 * click makes one thing and not two. `isBusy` is for the button.
 */
export function useOneAtATime(): {
  readonly isBusy: boolean;
  readonly run: (work: () => Promise<unknown>) => Promise<void>;
} {
  const [isBusy, setBusy] = useState(false);
  // A second click may come before the first has drawn anything.
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
