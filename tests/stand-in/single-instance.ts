import {
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

type Listener = (argv: string[], cwd: string, additionalData: unknown) => void;

/**
 * One instance per user-data folder: a lock file with the owner's process id, and beside it a
 * folder into which later instances put what they were started with. Both are written at once, as
 * the lock is asked for in one synchronous call.
 */
export class SingleInstance {
  held = false;
  #folder = '';
  #watcher: FSWatcher | undefined;
  readonly #listener: Listener;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  request(userData: string, additionalData: unknown): boolean {
    if (this.held) return true;
    this.#folder = join(userData, 'SingletonInbox');
    mkdirSync(this.#folder, { recursive: true });
    if (this.#claim()) {
      this.held = true;
      for (const name of readdirSync(this.#folder)) if (name !== 'owner') rmSync(join(this.#folder, name));
      return true;
    }
    const letter = JSON.stringify([process.argv, process.cwd(), additionalData]);
    const draft = join(this.#folder, `${process.pid}.draft`);
    writeFileSync(draft, letter);
    renameSync(draft, join(this.#folder, `${process.pid}.letter`));
    return false;
  }

  /** From the first ready on, messages of later instances are delivered; waiting ones first. */
  listen(): void {
    if (!this.held) return;
    this.#watcher = watch(this.#folder, () => this.#collect());
    this.#watcher.unref();
    this.#collect();
  }

  release(): void {
    if (!this.held) return;
    this.held = false;
    this.#watcher?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #claim(): boolean {
    const owner = join(this.#folder, 'owner');
    try {
      writeFileSync(owner, String(process.pid), { flag: 'wx' });
      return true;
    } catch {
      if (isAlive(Number(readFileSync(owner, 'utf8')))) return false;
      writeFileSync(owner, String(process.pid));
      return true;
    }
  }

  #collect(): void {
    if (!this.held) return;
    for (const name of readdirSync(this.#folder)) {
      if (!name.endsWith('.letter')) continue;
      const letter = JSON.parse(readFileSync(join(this.#folder, name), 'utf8')) as Parameters<Listener>;
      rmSync(join(this.#folder, name));
      this.#listener(...letter);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
