import { useSyncExternalStore } from 'react';

type Listener = () => void;

/** Time for a frame between two listeners that are notified in turn. */
const APART_MS = 40;

const listeners = new Set<Listener>();
const listenersInTurn = new Set<Listener>();
/** How far the clock of what is shown is ahead of this page's. */
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
 * Now by the clock of the computer whose figures are shown, in UNIX milliseconds: what it recorded is
 * compared with this, and it is asked for times by this.
 */
export function shownNowMs(): number {
  return Date.now() + aheadMs;
}

/** From now on that clock is so far ahead of this page's; behind it where that is negative. */
export function setClockAhead(ms: number): void {
  if (ms === aheadMs) return;
  aheadMs = ms;
  nowMs = shownNowMs();
  for (const listener of listeners) listener();
}

/**
 * The same as `shownNowMs`, updated each second, the same for all users.
 */
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
