import type { Scan } from '../../../src-shared/model/index.ts';
import type { OtherDevices } from '../other-devices.ts';

/** The counts of a pass so far. */
export class ScanTally {
  done = 0;
  answered = 0;
  found = 0;
  isNew = 0;
  back = 0;
  moved = 0;
  offline = 0;
  readonly #others: OtherDevices;
  readonly #onProgress: (progress: Partial<Scan>) => void;

  constructor(others: OtherDevices, onProgress: (progress: Partial<Scan>) => void) {
    this.#others = others;
    this.#onProgress = onProgress;
  }

  report(): void {
    this.#onProgress({
      addresses_done: this.done,
      answered: this.answered,
      miners_found: this.found,
      ...this.#others.counts(),
      miners_new: this.isNew,
      miners_back: this.back,
      miners_moved: this.moved,
      miners_offline: this.offline,
    });
  }
}
