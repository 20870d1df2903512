import { useSyncExternalStore } from 'react';

type Listener = () => void;

/** Pause for a frame between two listeners that are notified in turn. */
const APART_MS = 40;

const listeners = new Set<Listener>();
const listenersInTurn = new Set<Listener>();
/** How far the clock of the shown farm is ahead of this computer's. */
let aheadMs = 0;
let nowMs = Date.now();
let timer: number | undefined;

function tick(): void {
  nowMs = shownNowMs();
  for (const listener of listeners) listener();
  [...listenersInTurn].forEach((listener, turn) => {
    window.setTimeout(() => listenersInTurn.has(listener) && listener(), (turn + 1) * APART_MS);
  });
}

function subscribeTo(those: Set<Listener>): (listener: Listener) => () => void {
  return (listener) => {
    those.add(listener);
    if (timer === undefined) {
      nowMs = shownNowMs();
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

/**
 * The current time of the computer whose farm is shown, in UNIX milliseconds. Recorded times are
 * compared with it, and requests use it.
 */
export function shownNowMs(): number {
  return Date.now() + aheadMs;
}

/** Sets how far that clock is ahead of this computer's; negative if it is behind. */
export function setClockAhead(ms: number): void {
  if (ms === aheadMs) return;
  aheadMs = ms;
  nowMs = shownNowMs();
  for (const listener of listeners) listener();
}

/** Like `shownNowMs`, but updated each second and the same for all components. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => nowMs);
}

/**
 * The same for components that process the whole farm each second. They are notified one after
 * another, so that no frame has to wait for all of them.
 */
export function useNowInTurn(): number {
  return useSyncExternalStore(subscribeInTurn, () => nowMs);
}

/**
 * Number of periods of this length since 1970. The component is rendered once per period, and never
 * with null.
 */
export function useTurnOfTime(spanMs: number | null): number {
  return useSyncExternalStore(spanMs === null ? notSubscribed : subscribe, () =>
    spanMs === null ? 0 : Math.floor(nowMs / spanMs),
  );
}

const notSubscribed = (): (() => void) => () => undefined;
