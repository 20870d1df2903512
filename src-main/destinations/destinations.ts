import type {
  Actor,
  Destination,
  DestinationHealth,
  DestinationPatch,
  DestinationTest,
  EventOf,
  NewDestination,
} from '../../src-shared/model/index.ts';
import type { RecordChange } from '../events/bus.ts';
import { slotStart } from '../history/tiers.ts';
import { KeyedLock } from '../runtime/keyed-lock.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import { eitherBox, encryptionFormatOf, type SecretBox } from '../secrets/secret-box.ts';
import type { StoredDestination } from '../store/destination-records.ts';
import type { Store } from '../store/store.ts';
import { DestinationLoop, type DestinationLoopParts } from './destination-loop.ts';
import type { OpenDestination } from './outgoing-task.ts';

export const MOST_DESTINATIONS = 16;
/** Only key of the lock: changes are to the list as a whole. */
const LIST = 'list';

export interface DestinationsOptions extends Omit<DestinationLoopParts, 'keep' | 'open'> {
  readonly store: Pick<Store, 'destinations' | 'lastFillId' | 'moveDestination' | 'changeDestination'>;
  readonly record: RecordChange;
  readonly secrets: SecretBox;
  readonly test: (destination: OpenDestination) => Promise<DestinationTest>;
  /** Closes the connection to a destination, and forgets its login. */
  readonly forget: (id: string) => Promise<void>;
}

type Changes = EventOf<'destination_changed'>['data']['changes'];

/** Fields whose old and new value are in the event of a change. */
const SHOWN = ['name', 'enabled', 'url', 'user', 'sample_seconds', 'since_at', 'max_kbytes_per_s'] as const;

/**
 * The external servers to which history is sent. Each has its own loop, so that a slow one does not
 * delay the others.
 */
export class Destinations {
  readonly #options: DestinationsOptions;
  readonly #loops = new Map<string, DestinationLoop>();
  #secrets: SecretBox;
  #isStarted = false;
  /** Changes of the list, one after the other. */
  readonly #changes = new KeyedLock();

  constructor(options: DestinationsOptions) {
    this.#options = options;
    this.#secrets = options.secrets;
  }

  async load(): Promise<void> {
    for (const stored of await this.#options.store.destinations()) this.#put(stored);
  }

  start(): void {
    this.#isStarted = true;
    for (const loop of this.#loops.values()) loop.start();
  }

  /** Resolves when sending has stopped. */
  async stop(): Promise<void> {
    this.#isStarted = false;
    await Promise.all([...this.#loops.values()].map((loop) => loop.stop()));
  }

  /** Every encrypted secret, as stored. */
  *encrypted(): Generator<string> {
    for (const { stored } of this.#loops.values()) if (stored.secret_sealed !== null) yield stored.secret_sealed;
  }

  /** How many secrets cannot be decrypted here. */
  closedCount(): number {
    return [...this.encrypted()].filter((encrypted) => this.#secrets.open(encrypted) === null).length;
  }

  list(): Destination[] {
    return [...this.#loops.values()].map(shown);
  }

  /** State and lag of each destination, for `GET /api/health`. */
  health(): DestinationHealth[] {
    return [...this.#loops.values()].map((loop) => {
      const { id, name, kind, enabled } = loop.stored;
      return { id, name, kind, enabled, ...loop.state(), late: loop.isLate };
    });
  }

  create(input: NewDestination, actor: Actor): Promise<Destination | 'taken' | 'too_many'> {
    return this.#changes.run(LIST, async () => {
      if (this.#hasName(input.name)) return 'taken';
      if (this.#loops.size >= MOST_DESTINATIONS) return 'too_many';
      const { secret, ...decided } = input;
      const created_at = this.#options.clock.nowMs();
      const stored: StoredDestination = {
        ...decided,
        id: uuidV7(),
        created_at,
        secret_sealed: secret === undefined ? null : this.#secrets.encrypt(secret),
        position: await this.#startOf(input.since_at, input.sample_seconds, created_at),
        sent: 0,
        refused: 0,
        last_success_at: null,
        last_error: null,
      };
      const { name, kind, url, enabled } = stored;
      const event = { event: 'destination_created', actor, data: { name, kind, url, enabled } } as const;
      await this.#options.record([event], 'addDestination', stored);
      return shown(this.#put(stored));
    });
  }

  /** Null if there is no such destination; `taken` if another one has the name. */
  update(id: string, patch: DestinationPatch, actor: Actor): Promise<Destination | null | 'taken'> {
    return this.#changes.run(LIST, async () => {
      const loop = this.#loops.get(id);
      if (loop === undefined) return null;
      if (patch.name !== undefined && patch.name !== loop.stored.name && this.#hasName(patch.name)) return 'taken';
      await loop.stop();
      const before = loop.stored;
      try {
        const after = await this.#changed(before, patch);
        const changes: Changes = SHOWN.filter((path) => before[path] !== after[path]).map((path) => {
          return { path, before: before[path], after: after[path] };
        });
        // The event says only whether there is a secret.
        if (before.secret_sealed !== after.secret_sealed)
          changes.push({ path: 'secret', before: before.secret_sealed !== null, after: after.secret_sealed !== null });
        const event = { event: 'destination_changed', actor, data: { name: after.name, changes } } as const;
        await this.#options.record([event], 'changeDestination', after);
        this.#forget(before);
        return shown(this.#put(after));
      } catch (error) {
        this.#put(before);
        throw error;
      }
    });
  }

  /** Null if there is no such destination. */
  remove(id: string, actor: Actor): Promise<true | null> {
    return this.#changes.run(LIST, async () => {
      const loop = this.#loops.get(id);
      if (loop === undefined) return null;
      await loop.stop();
      const event = { event: 'destination_removed', actor, data: { name: loop.stored.name } } as const;
      try {
        await this.#options.record([event], 'removeDestination', id);
      } catch (error) {
        this.#put(loop.stored);
        throw error;
      }
      this.#loops.delete(id);
      this.#forget(loop.stored);
      return true;
    });
  }

  /** Null if there is no such destination. */
  async test(id: string): Promise<DestinationTest | null> {
    const loop = this.#loops.get(id);
    if (loop === undefined) return null;
    const open = this.#open(loop.stored);
    if (open === null)
      return { ok: false, took_ms: 0, message: 'Its secret cannot be decrypted here: enter it again.' };
    return this.#options.test(open);
  }

  /** Encrypts the secrets again with another box; one that cannot be decrypted stays as it is. */
  reencrypt(to: SecretBox): Promise<void> {
    return this.#changes.run(LIST, async () => {
      this.#secrets = eitherBox(to, this.#secrets);
      for (const loop of [...this.#loops.values()]) {
        const { secret_sealed } = loop.stored;
        if (secret_sealed === null || encryptionFormatOf(secret_sealed) === to.format) continue;
        const plain = this.#secrets.open(secret_sealed);
        if (plain === null) continue;
        await loop.stop();
        let stored = loop.stored;
        try {
          const after = { ...stored, secret_sealed: to.encrypt(plain) };
          await this.#options.store.changeDestination(after);
          stored = after;
        } finally {
          // Sending continues even if the write failed.
          this.#put(stored);
        }
      }
    });
  }

  async #changed(before: StoredDestination, patch: DestinationPatch): Promise<StoredDestination> {
    const { secret, ...decided } = patch;
    const given = Object.fromEntries(Object.entries(decided).filter(([, value]) => value !== undefined));
    const after: StoredDestination = { ...before, ...given };
    // A secret must not go to another server than the one it was entered for.
    const isElsewhere = after.url !== before.url;
    const encrypted = isElsewhere ? null : before.secret_sealed;
    const secret_sealed = secret === undefined ? encrypted : secret === null ? null : this.#secrets.encrypt(secret);
    // A new server has none of the history, so sending starts again.
    const isAgain = after.since_at !== null && (isElsewhere || after.since_at !== before.since_at);
    const position = isAgain
      ? await this.#startOf(after.since_at, after.sample_seconds, this.#options.clock.nowMs())
      : after.sample_seconds === before.sample_seconds
        ? before.position
        : {
            ...before.position,
            at: slotStart(before.position.at, after.sample_seconds * 1000),
            to: null,
            after_key: 0,
            safe: null,
          };
    return { ...after, secret_sealed, position, last_error: null };
  }

  /** Not awaited: the server may never respond. Remote write keeps no session. */
  #forget({ id, kind }: StoredDestination): void {
    if (kind === 'postgres') this.#options.forget(id).catch(this.#options.onError);
  }

  async #startOf(sinceAt: number | null, sampleSeconds: number, nowAt: number): Promise<StoredDestination['position']> {
    const at = slotStart(Math.min(sinceAt ?? nowAt, nowAt), sampleSeconds * 1000);
    const fill_id = sinceAt === null ? await this.#options.store.lastFillId() : 0;
    return { at, to: null, after_key: 0, fill_id, safe: null };
  }

  #put(stored: StoredDestination): DestinationLoop {
    const { store } = this.#options;
    const loop = new DestinationLoop(stored, {
      ...this.#options,
      keep: (id, progress) => store.moveDestination(id, progress),
      open: (destination) => this.#open(destination),
    });
    this.#loops.set(stored.id, loop);
    if (this.#isStarted) loop.start();
    return loop;
  }

  /** Null if the secret cannot be decrypted. */
  #open(stored: StoredDestination): OpenDestination | null {
    const { id, kind, url, user, sample_seconds, since_at, max_kbytes_per_s, created_at, secret_sealed } = stored;
    const secret = secret_sealed === null ? null : this.#secrets.open(secret_sealed);
    if (secret_sealed !== null && secret === null) return null;
    return { id, kind, url, user, sample_seconds, since_at, max_kbytes_per_s, created_at, secret };
  }

  #hasName(name: string): boolean {
    return [...this.#loops.values()].some(({ stored }) => stored.name === name);
  }
}

function shown(loop: DestinationLoop): Destination {
  const { id, kind, name, enabled, url, user, secret_sealed, created_at } = loop.stored;
  const { sample_seconds, since_at, max_kbytes_per_s } = loop.stored;
  const decided = { id, kind, name, enabled, url, user, sample_seconds, since_at, max_kbytes_per_s, created_at };
  return { ...decided, has_secret: secret_sealed !== null, state: loop.state() };
}
