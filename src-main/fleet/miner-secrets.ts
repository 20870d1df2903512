import { eitherBox, type SecretBox } from '../secret-box.ts';
import type { ResealedSecret } from '../store/store.ts';
import type { Entry } from './entry.ts';
import { planReseal } from './plan-reseal.ts';

/** The firmware's password until somebody changes it. */
const DEFAULT_UNLOCK_PASS = 'admin';

/** The miners' keys and passwords, sealed as they are stored and opened when they are used. */
export class MinerSecrets {
  #box: SecretBox;
  readonly #openedKeys = new Map<string, { readonly sealed: string; readonly key: string | null }>();

  constructor(box: SecretBox) {
    this.#box = box;
  }

  seal(plain: string): string {
    return this.#box.seal(plain);
  }

  /** The one that was given, else the firmware's own. */
  unlockPassword(sealed: string | null): string {
    return (sealed === null ? null : this.#box.open(sealed)) ?? DEFAULT_UNLOCK_PASS;
  }

  /** Asked for at every poll: a key is opened once, and again when it is another. */
  apiKey(id: string, sealed: string | null): string | null {
    if (sealed === null) return null;
    const opened = this.#openedKeys.get(id);
    if (opened?.sealed === sealed) return opened.key;
    const key = this.#box.open(sealed);
    this.#openedKeys.set(id, { sealed, key });
    return key;
  }

  /** From now on seals with that box, and opens what either of them sealed. Answers how many of these cannot be opened: then nothing is changed. */
  turnTo(box: SecretBox, all: Iterable<string | null>): number {
    const closed = [...all].filter((sealed) => sealed !== null && this.#box.open(sealed) === null);
    if (closed.length === 0) this.#box = eitherBox(box, this.#box);
    return closed.length;
  }

  /** What is sealed another way still. */
  planReseal(entries: Iterable<Entry>): ResealedSecret[] {
    return planReseal(entries, this.#box);
  }
}
