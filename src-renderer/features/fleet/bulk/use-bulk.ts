import { useRef, useState } from 'react';
import { minerName } from '../../../../src-shared/miner-name.ts';
import type { Miner, MinerPatch } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { fleetTexts } from '../fleet-texts.ts';
import { type BulkProgress, bulkResultWords, runBulk } from './run-bulk.ts';

const texts = fleetTexts.bulk;

/** How a bulk change stands: `progress` while it goes on, `result` in words when it has ended. */
export interface BulkState {
  readonly progress: BulkProgress | null;
  readonly result: { readonly text: string; readonly failed: boolean } | null;
  /** `doneWords` says how many it was done to. */
  update(miners: readonly Miner[], patch: (index: number) => MinerPatch, doneWords: (miners: number) => string): void;
  rescan(miners: readonly Miner[]): void;
  remove(miners: readonly Miner[], history: 'keep' | 'drop'): void;
  stop(): void;
  dismiss(): void;
}

/** Changes many miners, some at once. Rows follow with the live stream: only what is done is shown as done. */
export function useBulk(): BulkState {
  const { client } = usePowerHive();
  const [progress, setProgress] = useState<BulkProgress | null>(null);
  const [result, setResult] = useState<BulkState['result']>(null);
  const stop = useRef(new AbortController());

  const run = async (
    miners: readonly Miner[],
    call: (miner: Miner, index: number) => Promise<string | null>,
    doneWords: (miners: number) => string,
  ): Promise<void> => {
    stop.current = new AbortController();
    setResult(null);
    setProgress({ total: miners.length, done: 0, failures: [] });
    const items = miners.map((miner) => ({ name: minerName(miner), miner }));
    const ended = await runBulk(items, ({ miner }, index) => call(miner, index), setProgress, stop.current.signal);
    setProgress(null);
    setResult({ text: bulkResultWords(doneWords, ended), failed: ended.failures.length > 0 });
  };

  return {
    progress,
    result,
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
    stop: () => stop.current.abort(),
    dismiss: () => setResult(null),
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
