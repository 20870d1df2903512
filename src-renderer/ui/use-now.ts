import { useSyncExternalStore } from 'react';

type Listener = () => void;

/** Time for a frame between two listeners that are notified in turn. */
const APART_MS = 40;

const listeners = new Set<Listener>();
const listenersInTurn = new Set<Listener>();
let nowMs = Date.now();
let timer: number | undefined;

function tick(): void {
  nowMs = Date.now();
  for (const listener of listeners) listener();
  [...listenersInTurn].forEach((listener, turn) => {
    window.setTimeout(() => listenersInTurn.has(listener) && listener(), (turn + 1) * APART_MS);
  });
}

function subscribeTo(those: Set<Listener>): (listener: Listener) => () => void {
  return (listener) => {
    those.add(listener);
    if (timer === undefined) {
      nowMs = Date.now();
      timer = window.setInterval(tick, 1000);
    }
    return () => {
      those.delete(listener);
      if (listeners.size + listenersInTurn.size > 0) return;
      window.clearInterval(timer);
      timer = undefined;
    };
  };
}

const subscribe = subscribeTo(listeners);
const subscribeInTurn = subscribeTo(listenersInTurn);

/** The time in UNIX milliseconds, updated each second, the same for all users. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => nowMs);
}

/**
 * The same for whoever goes through the whole farm with each second: one after the other, so that
 * no frame has to wait for all of them.
 */
export function useNowInTurn(): number {
  return useSyncExternalStore(subscribeInTurn, () => nowMs);
}

/**
 * How many spans of so many milliseconds have passed since 1970: whoever asks is drawn once with
 * each span, and with null never.
 */
export function useTurnOfTime(spanMs: number | null): number {
  return useSyncExternalStore(spanMs === null ? notSubscribed : subscribe, () =>
    spanMs === null ? 0 : Math.floor(nowMs / spanMs),
  );
}

const notSubscribed = (): (() => void) => () => undefined;
