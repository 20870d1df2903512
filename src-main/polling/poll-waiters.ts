/** How one poll of one miner ended. */
export type PollEnd =
  | { readonly ok: true }
  /** `isOwn`: this computer itself could not poll, which proves nothing about the miner. */
  | { readonly ok: false; readonly message: string; readonly isOwn?: boolean };

type Waiting = (end: PollEnd) => void;

/** Callers that wait for a poll that starts later, by miner. */
export class PollWaiters {
  readonly #waiting = new Map<string, Waiting[]>();

  has(id: string): boolean {
    return this.#waiting.has(id);
  }

  /** Resolves with the result of the next poll of a miner that starts. */
  add(id: string): Promise<PollEnd> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(id);
      if (waiting === undefined) this.#waiting.set(id, [resolve]);
      else waiting.push(resolve);
    });
  }

  /** Those that wait for a poll that starts now. The caller resolves them. */
  take(id: string): readonly Waiting[] {
    const waiting = this.#waiting.get(id) ?? [];
    this.#waiting.delete(id);
    return waiting;
  }

  /** Ends the requests of miners for which there is no poll. */
  end(end: PollEnd, isOver: (id: string) => boolean = () => true): void {
    for (const id of [...this.#waiting.keys()].filter(isOver)) for (const resolve of this.take(id)) resolve(end);
  }
}
