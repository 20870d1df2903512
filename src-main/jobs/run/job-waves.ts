import type { TransitionKey } from '../plan/planner.ts';
import { proveTransitionsFirst } from '../plan/prove-transitions-first.ts';
import { waitsForProof } from '../plan/split-into-waves.ts';
import { HALT_WORDS } from '../words/job-words.ts';
import { FailureCounter } from './failure-counter.ts';
import { runItem } from './item/run-item.ts';
import { isInForce, isPlanned, isUnderWay } from './live-item.ts';
import type { JobRecord } from './record/job-record.ts';
import { resolveSentItem } from './recovery/resolve-sent-item.ts';
import type { RunEnv } from './run-env.ts';
import type { RunJobOptions, WaveItem } from './run-options.ts';

interface JobWavesOptions extends Pick<RunJobOptions, 'isWaved' | 'rules' | 'isProven' | 'onEnded'> {
  readonly env: RunEnv;
  readonly record: JobRecord;
  /** Ends the job: nothing more is sent. */
  readonly halt: (reason: string) => void;
  /** A write failed, or there was a fault of PowerHive. */
  readonly onBroken: (item: WaveItem, error: unknown) => Promise<void>;
}

/** The order in which the miners of a job are begun, and the failures that halt the job. */
export class JobWaves {
  readonly #items: readonly WaveItem[];
  readonly #options: JobWavesOptions;
  readonly #failures: FailureCounter;

  constructor(items: readonly WaveItem[], options: JobWavesOptions) {
    this.#items = items;
    this.#options = options;
    this.#failures = new FailureCounter(items, options.isWaved ? options.rules : null, options.halt);
  }

  /**
   * Resolves when no further miner is begun. What goes on after that, such as proofs, is added to
   * `tails`.
   */
  async run(tails: Promise<void>[]): Promise<void> {
    const { env, isWaved, record } = this.#options;
    const signal = env.noMoreWrites;
    const waves = [...this.#byWave()].map(([wave, items]) => {
      const judge = this.#failures.judgeOf(wave, items);
      return { wave, items, resolving: items.filter(isUnderWay).map((item) => this.#resolve(item, judge)) };
    });
    tails.push(...waves.flatMap(({ resolving }) => resolving));
    for (const { wave, items, resolving } of waves) {
      // What an earlier run has sent may halt the job before anything else is sent.
      if (isWaved) await Promise.all(resolving);
      let left = items.filter(isPlanned);
      while (left.length > 0) {
        await env.pacer.opened(signal);
        if (signal.aborted) return;
        if (!isWaved || wave === 1 || this.#items.some(isInForce)) {
          const ofWave = items.filter(({ row }) => row.wave === wave);
          await record.update({ wave });
          await this.#runWave(ofWave, tails, this.#failures.judgeOf(wave, ofWave));
          break;
        }
        const standIns = await this.#moveToFirstWave(left);
        left = left.slice(standIns.length);
        await this.#runWave(standIns, tails, this.#failures.judgeOf(1, standIns));
      }
    }
  }

  /**
   * Moves as many of the waiting miners to the first wave as it has by the rules, and returns them:
   * no miner has shown the change yet, because those of the first wave were left out at their turn.
   */
  async #moveToFirstWave(waiting: readonly WaveItem[]): Promise<readonly WaveItem[]> {
    const { rules, record } = this.#options;
    const standIns = waiting.slice(0, rules.first_wave);
    const waves = [...record.row.waves];
    for (const item of standIns) {
      const from = (item.row.wave ?? 1) - 1;
      waves[from] = (waves[from] ?? 0) - 1;
      waves[0] = (waves[0] ?? 0) + 1;
      item.row = { ...item.row, wave: 1 };
    }
    await record.save(standIns.map(({ row }) => row));
    await record.update({ wave: 1, waves });
    return standIns;
  }

  /** The miners of each wave. Waves are counted from 1. */
  #byWave(): Map<number, WaveItem[]> {
    const waves = new Map<number, WaveItem[]>(this.#options.record.row.waves.map((_, index) => [index + 1, []]));
    for (const item of this.#items) waves.get(item.row.wave ?? 0)?.push(item);
    return waves;
  }

  /** Ends a miner to which an earlier run has sent something, by reading. */
  async #resolve(item: WaveItem, judge: (item: WaveItem) => void): Promise<void> {
    const { env, onBroken, onEnded } = this.#options;
    const reading = { ...env, noMoreWrites: AbortSignal.abort() };
    await resolveSentItem(item, reading).catch((error: unknown) => onBroken(item, error));
    judge(item);
    if (item.row.finished_at !== null) onEnded(item.row.id);
  }

  async #runWave(items: readonly WaveItem[], tails: Promise<void>[], judge: (item: WaveItem) => void): Promise<void> {
    // One miner proves a change before the others get it.
    const { env, isWaved, isProven } = this.#options;
    let waiting = items.filter(isPlanned);
    while (waiting.length > 0 && !env.noMoreWrites.aborted) {
      const { first, others } = proveTransitionsFirst(waiting, (key) => !isWaved || isProven(key));
      await Promise.all(first.map((item) => this.#begin(item, tails, judge)));
      waiting = others;
    }
  }

  /**
   * Resolves when the change is in force or the miner has ended; if its figures must prove it
   * first, only when the miner has ended.
   */
  async #begin(item: WaveItem, tails: Promise<void>[], onJudged: (item: WaveItem) => void): Promise<void> {
    const { transition } = item;
    const { env, isWaved, isProven, rules, onEnded, onBroken } = this.#options;
    const mustProve = transition !== null && isWaved && !isProven(transition);
    const isWaitedFor = mustProve || (isWaved && waitsForProof(item.row.wave ?? 0, rules));
    const inForce = Promise.withResolvers<void>();
    const tail = runItem(item, env, () => {
      if (isWaitedFor) return;
      // The next job need not wait until the figures prove it.
      onEnded(item.row.id);
      inForce.resolve();
    })
      .catch((error: unknown) => onBroken(item, error))
      .then(() => {
        onJudged(item);
        if (mustProve) this.#checkProof(item, transition);
        if (item.row.finished_at !== null) onEnded(item.row.id);
        inForce.resolve();
      });
    tails.push(tail);
    await inForce.promise;
  }

  /** Halts the job if a change was not proven on its first miner. */
  #checkProof(item: WaveItem, key: TransitionKey): void {
    const { verdict, message } = item.row;
    if (verdict !== 'in_force' || this.#options.isProven(key)) return;
    const isUntuned = (item.row.goal as { untuned?: boolean } | null)?.untuned === true;
    if (isUntuned || this.#items.length === 1) return;
    this.#options.halt(HALT_WORDS.notProven(key.from, key.to, message));
  }
}
