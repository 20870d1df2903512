import type { Actor, ChannelPatch, NewChannel } from '../../../src-shared/model/index.ts';
import type { RecordChange } from '../../events/bus.ts';
import type { Clock } from '../../runtime/clock.ts';
import { KeyedLock } from '../../runtime/keyed-lock.ts';
import { uuidV7 } from '../../runtime/uuid-v7.ts';
import { eitherBox, encryptionFormatOf, type SecretBox } from '../../secrets/secret-box.ts';
import type { Store, StoredChannel } from '../../store/store.ts';
import { channelChanges } from './channel-changes.ts';
import { checkSettings } from './channel-input.ts';

export type ChannelStore = Pick<Store, 'channels' | 'noteChannelState' | 'reencryptChannels'>;

/** A channel is failing after this many failed attempts in a row. */
const TROUBLE_AFTER = 3;

const MOST_CHANNELS = 50;
const MOST_ERROR_CHARS = 300;

/** Called when a channel starts failing or works again, so that another channel reports it. */
export interface ChannelTrouble {
  channelTrouble(channelId: string, name: string, error: string): void;
  channelRecovered(channelId: string): void;
}

export interface ChannelsOptions {
  readonly store: ChannelStore;
  /** Writes a change and its activity entry in one transaction. */
  readonly record: RecordChange;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly trouble: ChannelTrouble;
  readonly onError: (error: unknown) => void;
}

type Refusal =
  | { readonly ok: false; readonly why: 'input'; readonly path: string; readonly message: string }
  | { readonly ok: false; readonly why: 'conflict'; readonly message: string };

type ChannelChange = { readonly ok: true; readonly channel: StoredChannel } | Refusal;

/** The key under which changes run one after another: a name must not be taken twice. */
const LIST = 'channels';

/** The operator's channels, each with its encrypted secret and its state. */
export class Channels {
  readonly #options: ChannelsOptions;
  #box: SecretBox;
  readonly #byId = new Map<string, StoredChannel>();
  readonly #changes = new KeyedLock();
  readonly #listeners: ((id: string) => void)[] = [];

  constructor(options: ChannelsOptions) {
    this.#options = options;
    this.#box = options.secrets;
  }

  async load(): Promise<void> {
    for (const channel of await this.#options.store.channels()) this.#byId.set(channel.id, channel);
    for (const { id, name, enabled, failures, last_error } of this.#byId.values()) {
      if (enabled && failures >= TROUBLE_AFTER) this.#options.trouble.channelTrouble(id, name, last_error ?? '');
    }
  }

  /** Called with the id of a channel that was added, changed or deleted. */
  onChange(listener: (id: string) => void): void {
    this.#listeners.push(listener);
  }

  all(): readonly StoredChannel[] {
    return [...this.#byId.values()];
  }

  get(id: string): StoredChannel | null {
    return this.#byId.get(id) ?? null;
  }

  /**
   * The plain secret, to be sent or to sign with; null if there is none. Throws if it cannot be
   * decrypted.
   */
  secretOf({ secret_sealed: encrypted }: StoredChannel): string | null {
    if (encrypted === null) return null;
    const plain = this.#box.open(encrypted);
    if (plain === null) throw new SecretClosedError();
    return plain;
  }

  create(input: NewChannel, actor: Actor): Promise<ChannelChange> {
    return this.#changes.run(LIST, () => this.#create(input, actor));
  }

  /** Null if there is no such channel. Earlier failures no longer count: it is retried at once. */
  update(id: string, patch: ChannelPatch, actor: Actor): Promise<ChannelChange | null> {
    return this.#changes.run(LIST, () => this.#update(id, patch, actor));
  }

  /** Null if there is no such channel. Messages that were pending for it are dropped. */
  remove(id: string, actor: Actor): Promise<StoredChannel | null> {
    return this.#changes.run(LIST, () => this.#remove(id, actor));
  }

  async #create(input: NewChannel, actor: Actor): Promise<ChannelChange> {
    const conflict = this.#conflict(input.name, null);
    if (conflict !== null) return conflict;
    const checked = checkSettings(input.kind, input.settings, null);
    if (!checked.ok) return { ...checked, why: 'input' };
    const channel: StoredChannel = {
      ...input,
      id: uuidV7(),
      settings: checked.settings,
      secret_sealed: checked.secret == null ? null : this.#box.encrypt(checked.secret),
      created_at: this.#options.clock.nowMs(),
      last_success_at: null,
      last_error: null,
      failures: 0,
    };
    const { name, kind } = channel;
    await this.#options.record([{ event: 'channel_created', actor, data: { name, kind } }], 'upsertChannel', channel);
    this.#byId.set(channel.id, channel);
    this.#changed(channel.id);
    return { ok: true, channel };
  }

  async #update(
    id: string,
    { settings: written, ...patch }: ChannelPatch,
    actor: Actor,
  ): Promise<ChannelChange | null> {
    const before = this.#byId.get(id);
    if (before === undefined) return null;
    const conflict = patch.name === undefined ? null : this.#conflict(patch.name, id);
    if (conflict !== null) return conflict;
    const kept = { settings: before.settings, hasSecret: before.secret_sealed !== null };
    const checked = checkSettings(before.kind, written ?? {}, kept);
    if (!checked.ok) return { ...checked, why: 'input' };
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const { secret } = checked;
    const encrypted = secret === undefined ? before.secret_sealed : secret === null ? null : this.#box.encrypt(secret);
    const own = { settings: checked.settings, secret_sealed: encrypted, failures: 0 };
    const channel: StoredChannel = { ...before, ...given, ...own };
    const changes = channelChanges(before, channel, secret !== undefined);
    if (changes.length === 0) return { ok: true, channel: before };
    const { name, kind } = channel;
    const event = { event: 'channel_changed', actor, data: { name, kind, changes } } as const;
    await this.#options.record([event], 'upsertChannel', channel);
    const now = this.#byId.get(id);
    if (now === undefined) return null;
    // The results of messages sent in the meantime are kept; the failure count is reset.
    const { last_success_at, last_error } = now;
    this.#byId.set(id, { ...channel, last_success_at, last_error });
    if (now.failures >= TROUBLE_AFTER) this.#options.trouble.channelRecovered(id);
    this.#changed(id);
    return { ok: true, channel };
  }

  async #remove(id: string, actor: Actor): Promise<StoredChannel | null> {
    const channel = this.#byId.get(id);
    if (channel === undefined) return null;
    const { name, kind } = channel;
    await this.#options.record([{ event: 'channel_deleted', actor, data: { name, kind } }], 'removeChannel', id);
    const { failures } = this.#byId.get(id) ?? channel;
    this.#byId.delete(id);
    this.#changed(id);
    if (failures >= TROUBLE_AFTER) this.#options.trouble.channelRecovered(id);
    return channel;
  }

  noteSuccess(id: string): void {
    const before = this.#byId.get(id);
    if (before === undefined) return;
    this.#note({ ...before, last_success_at: this.#options.clock.nowMs(), last_error: null, failures: 0 });
    if (before.failures >= TROUBLE_AFTER) this.#options.trouble.channelRecovered(id);
  }

  /**
   * Counts a failure. `isLong`: it has failed for so long that it counts as failing at once; a
   * receiver that asks to wait gets few attempts.
   */
  noteFailure(id: string, error: string, isLong = false): void {
    const before = this.#byId.get(id);
    if (before === undefined) return;
    const failures = Math.max(before.failures + 1, isLong ? TROUBLE_AFTER : 0);
    const last_error = error.slice(0, MOST_ERROR_CHARS);
    this.#note({ ...before, last_error, failures });
    if (before.enabled && failures >= TROUBLE_AFTER && before.failures < TROUBLE_AFTER)
      this.#options.trouble.channelTrouble(id, before.name, last_error);
  }

  /** The receiver is throttling and accepts messages later: not a failure yet. */
  noteThrottled(id: string, error: string): void {
    const before = this.#byId.get(id);
    if (before !== undefined) this.#note({ ...before, last_error: error.slice(0, MOST_ERROR_CHARS) });
  }

  /** All encrypted secrets, as they are stored. */
  *encrypted(): Generator<string | null> {
    for (const { secret_sealed } of this.#byId.values()) yield secret_sealed;
  }

  /** How many secrets cannot be decrypted now. */
  closedCount(): number {
    return [...this.encrypted()].filter((encrypted) => encrypted !== null && this.#box.open(encrypted) === null).length;
  }

  /**
   * Encrypts all secrets again, and from now on uses this box. One that cannot be decrypted stays.
   */
  reencrypt(to: SecretBox): Promise<void> {
    return this.#changes.run(LIST, () => this.#reencrypt(to));
  }

  async #reencrypt(to: SecretBox): Promise<void> {
    this.#box = eitherBox(to, this.#box);
    const changes = this.all().flatMap(({ id, secret_sealed: before }) => {
      if (before === null || encryptionFormatOf(before) === to.format) return [];
      const plain = this.#box.open(before);
      return plain === null ? [] : [{ id, before, after: this.#box.encrypt(plain) }];
    });
    if (changes.length === 0) return;
    await this.#options.store.reencryptChannels(changes);
    for (const { id, before, after } of changes) {
      const channel = this.#byId.get(id);
      if (channel?.secret_sealed === before) this.#byId.set(id, { ...channel, secret_sealed: after });
    }
  }

  #note(channel: StoredChannel): void {
    this.#byId.set(channel.id, channel);
    this.#options.store.noteChannelState(channel.id, channel).catch(this.#options.onError);
  }

  #changed(id: string): void {
    for (const listener of this.#listeners) listener(id);
  }

  #conflict(name: string, ownId: string | null): Refusal | null {
    const others = this.all().filter(({ id }) => id !== ownId);
    if (others.some((other) => other.name === name))
      return { ok: false, why: 'conflict', message: `There is already a channel called ${name}.` };
    if (ownId === null && others.length >= MOST_CHANNELS)
      return { ok: false, why: 'conflict', message: `There are ${MOST_CHANNELS} channels already. Delete one first.` };
    return null;
  }
}

/** The message is for the operator. */
export class SecretClosedError extends Error {
  override readonly name = 'SecretClosedError';
  constructor() {
    super('The secret of this channel cannot be decrypted on this computer. Enter it again.');
  }
}
