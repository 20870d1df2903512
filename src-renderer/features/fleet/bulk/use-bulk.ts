import { useCallback, useEffect, useRef, useState } from 'react';
import { withExactPlace } from '../../../../src-shared/meant-place.ts';
import type { Miner, MinerPatch, MinersChange, NewMinersChange } from '../../../../src-shared/model/index.ts';
import { inParts } from '../../../../src-shared/text/in-parts.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import type { LiveView } from '../../../api/live/live-state.ts';
import { useLive, usePowerHive } from '../../../api/use-powerhive.ts';
import type { BulkProgress } from './bulk-result.ts';
import { bulkTexts } from './bulk-texts.ts';
import { type Followed, seenNow, standOf } from './followed-changes.ts';

const texts = bulkTexts;

/** A bulk change that was asked for: the changes in the program that it became, once they are. */
export interface Asked {
  readonly begun: Promise<readonly MinersChange[]>;
  /**
   * How many miners were changed, once it has ended; null if it was refused, or if another change
   * was asked for before its end.
   */
  readonly ended: Promise<number | null>;
}

/** What was done by a change, in words, once it has ended; null if nothing was. */
export async function doneWords({ ended }: Asked, words: (miners: number) => string): Promise<string | null> {
  const done = await ended;
  return done === null || done === 0 ? null : words(done);
}

/** State of a bulk change: `progress` while it runs, `result` in words after it has ended. */
export interface BulkState {
  readonly progress: BulkProgress | null;
  readonly result: { readonly text: string; readonly failed: boolean } | null;
  /**
   * Each miner gets its own patch; `doneWords` is the text for the number of changed miners.
   * `undone` is the change that this one takes back: it is stopped first.
   */
  update(
    miners: readonly Miner[],
    patch: (index: number) => MinerPatch,
    doneWords: (miners: number) => string,
    undone?: Asked,
  ): Asked;
  manage(miners: readonly Miner[], managed: boolean, undone?: Asked): Asked;
  /** Null goes back to the default password. */
  setPassword(miners: readonly Miner[], password: string | null): void;
  rescan(miners: readonly Miner[]): void;
  remove(miners: readonly Miner[], history: 'keep' | 'drop'): void;
  stop(): void;
  dismiss(): void;
}

type Wanted = Pick<NewMinersChange, 'patch' | 'remove' | 'check'>;

/**
 * Changes many miners. The change runs in the program, and continues if this page is closed. Rows
 * are updated by the live stream, so that only completed changes are shown.
 */
export function useBulk(): BulkState {
  const { client } = usePowerHive();
  const [requested, setRequested] = useState<BulkProgress | null>(null);
  const [refused, setRefused] = useState<BulkState['result']>(null);
  const changes = useChanges();

  /** The last that was asked for. Each waits until the one before it is in the program. */
  const last = useRef<Asked>({ begun: Promise.resolve([]), ended: Promise.resolve(null) });
  /** Reports the end of the last that was asked for. */
  const end = useRef<(done: number | null) => void>(() => undefined);
  const { done } = changes;
  useEffect(() => {
    if (done !== null) end.current(done);
  }, [done]);

  const start = (
    total: number,
    parts: readonly NewMinersChange[],
    doneWords: (miners: number) => string,
    undone?: Asked,
  ): Asked => {
    changes.forget();
    setRefused(null);
    setRequested({ total, done: 0, failed: 0, failures: [] });
    const before = last.current;
    const ended = Promise.withResolvers<number | null>();
    end.current(null);
    end.current = ended.resolve;
    const begin = async (): Promise<readonly MinersChange[]> => {
      await before.begun;
      for (const { change_id } of (await undone?.begun) ?? []) await tried(() => client.changes.stop({ change_id }));
      const begun: MinersChange[] = [];
      const why = await tried(async () => {
        for (const part of parts) begun.push(await client.changes.start(part));
      });
      if (last.current === asked) {
        changes.follow(begun, doneWords);
        setRequested(null);
        if (why !== null) setRefused({ text: why, failed: true });
      }
      if (begun.length === 0) ended.resolve(null);
      return begun;
    };
    const asked: Asked = { begun: begin(), ended: ended.promise };
    last.current = asked;
    return asked;
  };
  const startAll = (
    miners: readonly Miner[],
    wanted: Wanted,
    doneWords: (miners: number) => string,
    undone?: Asked,
  ): Asked => {
    const parts = inParts(miners.map(({ id }) => id)).map((ids) => ({ ids, ...wanted }));
    return start(miners.length, parts, doneWords, undone);
  };

  return {
    progress: requested ?? changes.progress,
    result: refused ?? changes.result,
    manage: (miners, managed, undone) =>
      startAll(miners, { patch: { managed } }, managed ? texts.done.managed : texts.done.unmanaged, undone),
    setPassword: (miners, unlock_pass) => void startAll(miners, { patch: { unlock_pass } }, texts.done.password),
    update(miners, patch, doneWords, undone) {
      const each = miners.map(({ id }, index) => ({ id, patch: withExactPlace(patch(index)) }));
      const parts = inParts(each).map((part) => ({ each: part }));
      return start(miners.length, parts, doneWords, undone);
    },
    remove: (miners, history) => void startAll(miners, { remove: history }, texts.done.removed),
    rescan: (miners) => void startAll(miners, { check: true }, texts.done.checked),
    stop: changes.stop,
    dismiss() {
      setRefused(null);
      changes.forget();
    },
  };
}

/** Changes that run in the program, followed in the live stream as one. */
function useChanges(): Pick<BulkState, 'progress' | 'result' | 'stop'> & {
  /** How many miners were changed, once they have ended. */
  readonly done: number | null;
  follow(begun: readonly MinersChange[], doneWords: (miners: number) => string): void;
  forget(): void;
} {
  const { client } = usePowerHive();
  const [followed, setFollowed] = useState<Followed | null>(null);
  const live = useLive(useCallback((view: LiveView) => view.changes, []));
  const now = followed === null ? null : seenNow(followed, live);
  if (now !== followed) setFollowed(now);
  const stand = now === null ? null : standOf(now, live);
  return {
    progress: stand?.progress ?? null,
    result: stand?.result ?? null,
    done: stand?.result?.done ?? null,
    follow: (begun, doneWords) => setFollowed(begun.length === 0 ? null : { begun, doneWords, seen: new Map() }),
    forget: () => setFollowed(null),
    stop() {
      for (const { change_id } of followed?.begun ?? []) void tried(() => client.changes.stop({ change_id }));
    },
  };
}

async function tried(call: () => Promise<unknown>): Promise<string | null> {
  try {
    await call();
    return null;
  } catch (error) {
    return callErrorMessage(error);
  }
}
