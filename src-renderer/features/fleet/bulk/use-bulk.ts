import { useCallback, useEffect, useRef, useState } from 'react';
import { minerName } from '../../../../src-shared/miner-name.ts';
import type { Miner, MinerPatch, MinersChange, MinersPatch } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import type { LiveView } from '../../../api/live-state.ts';
import { useLive, usePowerHive } from '../../../api/use-powerhive.ts';
import { fleetTexts } from '../fleet-texts.ts';
import { type BulkProgress, bulkResultWords, changeResult, runBulk } from './run-bulk.ts';

const texts = fleetTexts.bulk;

/** How a bulk change stands: `progress` while it goes on, `result` in words when it has ended. */
export interface BulkState {
  readonly progress: BulkProgress | null;
  readonly result: { readonly text: string; readonly failed: boolean } | null;
  /** `doneWords` says how many it was done to. */
  update(miners: readonly Miner[], patch: (index: number) => MinerPatch, doneWords: (miners: number) => string): void;
  /** Runs in the program: it ends all the same where this page is closed. */
  manage(miners: readonly Miner[], managed: boolean): void;
  /** As above. Null takes them out of their places. */
  place(miners: readonly Miner[], place: string | null): void;
  rescan(miners: readonly Miner[]): void;
  remove(miners: readonly Miner[], history: 'keep' | 'drop'): void;
  stop(): void;
  dismiss(): void;
}

/**
 * Changes many miners, some at once. Rows follow with the live stream: only what is done is shown
 * as done.
 */
export function useBulk(): BulkState {
  const { client } = usePowerHive();
  const [progress, setProgress] = useState<BulkProgress | null>(null);
  const [result, setResult] = useState<BulkState['result']>(null);
  const stop = useRef(new AbortController());
  const change = useChange();

  const run = async (
    miners: readonly Miner[],
    call: (miner: Miner, index: number) => Promise<string | null>,
    doneWords: (miners: number) => string,
  ): Promise<void> => {
    stop.current = new AbortController();
    change.forget();
    setResult(null);
    setProgress({ total: miners.length, done: 0, failed: 0, failures: [] });
    const items = miners.map((miner) => ({ name: minerName(miner), miner }));
    const ended = await runBulk(items, ({ miner }, index) => call(miner, index), setProgress, stop.current.signal);
    setProgress(null);
    setResult({ text: bulkResultWords(doneWords, ended), failed: ended.failed > 0 });
  };

  const start = async (miners: readonly Miner[], patch: MinersPatch): Promise<void> => {
    change.forget();
    setResult(null);
    setProgress({ total: miners.length, done: 0, failed: 0, failures: [] });
    const refused = await tried(async () => {
      const ids = miners.map(({ id }) => id);
      change.follow(await client.changes.start({ ids, patch }));
    });
    setProgress(null);
    if (refused !== null) setResult({ text: refused, failed: true });
  };

  return {
    progress: progress ?? change.progress,
    result: result ?? change.result,
    manage: (miners, managed) => void start(miners, { managed }),
    place: (miners, place) => void start(miners, { place }),
    update: (miners, patch, doneWords) =>
      void run(
        miners,
        (miner, index) => tried(() => client.miners.update({ params: { id: miner.id }, body: patch(index) })),
        doneWords,
      ),
    remove: (miners, history) =>
      void run(
        miners,
        ({ id }) => tried(() => client.miners.remove({ params: { id }, query: { history } })),
        texts.done.removed,
      ),
    rescan: (miners) =>
      void run(
        miners,
        async (miner) => {
          let message: string | null = null;
          const refused = await tried(async () => {
            const scan = await client.miners.rescan({ id: miner.id });
            if (scan.phase === 'failed' || scan.phase === 'aborted') message = scan.message ?? texts.scanFailed;
            else if (scan.miners_found === 0) message = scan.message ?? texts.noAnswer;
          });
          return refused ?? message;
        },
        texts.done.checked,
      ),
    stop: () => {
      stop.current.abort();
      change.stop();
    },
    dismiss: () => {
      setResult(null);
      change.forget();
    },
  };
}

/** A change that runs in the program, followed over the live stream. */
function useChange(): Pick<BulkState, 'progress' | 'result' | 'stop'> & {
  follow(change: MinersChange): void;
  forget(): void;
} {
  const { client } = usePowerHive();
  const [followed, setFollowed] = useState<{ readonly begun: MinersChange; readonly seen: boolean } | null>(null);
  const id = followed?.begun.change_id;
  const select = useCallback((view: LiveView) => view.changes.find(({ change_id }) => change_id === id), [id]);
  const live = useLive(select);
  useEffect(() => {
    if (live !== undefined) setFollowed((before) => before && { ...before, seen: true });
  }, [live]);

  // One that was seen and is not there any more went with the program that ran it.
  const isLost = followed?.seen === true && live === undefined;
  const now = live ?? followed?.begun ?? null;
  const isRunning = now?.state === 'running' && !isLost;
  return {
    progress: isRunning ? changeResult(now) : null,
    result: now === null || isRunning ? null : isLost ? { text: texts.lost, failed: true } : resultOf(now),
    follow: (begun) => setFollowed({ begun, seen: false }),
    forget: () => setFollowed(null),
    stop: () => {
      if (id !== undefined) void tried(() => client.changes.stop({ change_id: id }));
    },
  };
}

function resultOf(change: MinersChange): NonNullable<BulkState['result']> {
  return { text: bulkResultWords(doneWordsOf(change.patch), changeResult(change)), failed: change.failed > 0 };
}

function doneWordsOf({ managed, place }: MinersPatch): (miners: number) => string {
  if (place !== undefined) return place === null ? texts.done.unplaced : texts.done.placed;
  return managed === true ? texts.done.managed : texts.done.unmanaged;
}

async function tried(call: () => Promise<unknown>): Promise<string | null> {
  try {
    await call();
    return null;
  } catch (error) {
    return callErrorMessage(error);
  }
}
