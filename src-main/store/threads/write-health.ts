import { messageOf } from '../../runtime/message-of.ts';

/**
 * A single write may fail for its own reasons; after two in a row the database counts as not
 * writable.
 */
const FAILURES_BEFORE_REPORT = 2;

/** Whether writes succeed, and how many failed. */
export class WriteHealth {
  readonly #onChange: (trouble: string | null) => void;
  #failures = 0;
  #inARow = 0;
  #lastError: string | null = null;
  #trouble: string | null = null;

  /**
   * `onChange` is called once when writes begin to fail, with the reason, and once when they
   * succeed again (null).
   */
  constructor(onChange: (trouble: string | null) => void = () => undefined) {
    this.#onChange = onChange;
  }

  /** Writes that failed since the start. */
  get failures(): number {
    return this.#failures;
  }

  /** Why the latest write failed; null if it succeeded. */
  get lastError(): string | null {
    return this.#lastError;
  }

  /** Why nothing can be written now; null while writes succeed. */
  get trouble(): string | null {
    return this.#trouble;
  }

  worked(): void {
    this.#inARow = 0;
    this.#lastError = null;
    if (this.#trouble === null) return;
    this.#trouble = null;
    this.#onChange(null);
  }

  failed(error: unknown): void {
    this.#failures += 1;
    this.#inARow += 1;
    this.#lastError = messageOf(error);
    if (this.#inARow < FAILURES_BEFORE_REPORT) return;
    const isNew = this.#trouble === null;
    this.#trouble = this.#lastError;
    if (isNew) this.#onChange(this.#trouble);
  }
}
