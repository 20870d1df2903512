import { createHash } from 'node:crypto';
import type { Actor, NewEvent, NewRemoteSite, RemoteSite, RemoteSitePatch } from '../../src-shared/model/index.ts';
import type { PublishEvent, RecordChange } from '../events/bus.ts';
import type { Clock } from '../runtime/clock.ts';
import { KeyedLock } from '../runtime/keyed-lock.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import { eitherBox, type SecretBox } from '../secrets/secret-box.ts';
import type { Store, StoredRemoteSite } from '../store/store.ts';
import { procedureAt } from './checked-responses.ts';
import { type CalledSite, forwardCall, forwardEvents, type SitesGateway } from './forwarded-calls.ts';
import { type KnownSite, knownSite, type ListedSite, shownSite, unasked } from './known-site.ts';

export const MOST_SITES = 100;
/** Length of a configured name before ` (config.json)` is added to make it unique. */
const MOST_OF_NAME = 45;
/** Only key of the lock: changes are to the list as a whole. */
const LIST = 'list';
const originOf = (url: string): string => new URL(url).origin;

/**
 * Id of a site of the configuration file. It is derived from the address, so that links stay valid
 * when the list is reordered.
 */
export const configuredId = (url: string): string =>
  `config-${createHash('sha256').update(originOf(url)).digest('hex').slice(0, 12)}`;

/** A site as the configuration file names it. */
export interface ConfiguredSite {
  readonly name: string;
  readonly url: string;
  /** Null if its token file cannot be read. */
  readonly token: string | null;
}

export interface SitesOptions {
  readonly store: Pick<Store, 'remoteSites' | 'putRemoteSite'>;
  /** Writes a change together with its entry in the audit. */
  readonly record: RecordChange;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly gateway: SitesGateway;
  readonly onError: (error: unknown) => void;
  readonly publish: PublishEvent;
}

/** Result of a change of the list. */
export type SiteChange =
  | { readonly ok: true; readonly site: RemoteSite }
  | { readonly ok: false; readonly why: 'unknown' | 'taken' | 'configured' | 'too_many' | 'token' };

/**
 * Other PowerHives whose farms are shown here. This class has their tokens and forwards calls to
 * them; pages never see a token. Every response of a site is checked before it is passed on.
 */
export class Sites {
  readonly #options: SitesOptions;
  #box: SecretBox;
  readonly #known = new Map<string, KnownSite>();
  #started = false;
  /** Changes of the list, one after the other. */
  readonly #changes = new KeyedLock();

  constructor(options: SitesOptions) {
    this.#options = options;
    this.#box = options.secrets;
  }

  /** Reads the list. No request is sent before `start()`. */
  async load(configured: readonly ConfiguredSite[]): Promise<void> {
    for (const stored of await this.#options.store.remoteSites()) this.#know(stored);
    for (const { name, url, token } of configured) {
      const id = configuredId(url);
      const site = {
        id,
        // Two sites with the same name could not be distinguished in lists and errors.
        name: this.#isTaken(name, id) ? `${name.slice(0, MOST_OF_NAME)} (config.json)` : name,
        url,
        enabled: true,
        has_token: token !== null,
        source: 'config',
      } as const;
      this.#place({ site, stored: null, token });
    }
  }

  start(): void {
    this.#started = true;
    for (const known of this.#known.values()) this.#place(known);
  }

  async stop(): Promise<void> {
    this.#started = false;
    for (const { ended } of this.#known.values()) ended.abort();
    await Promise.all([...this.#known.values()].map(({ watch }) => watch?.stop()));
  }

  list(): RemoteSite[] {
    return [...this.#known.values()].map(shownSite);
  }

  /**
   * Every encrypted token, as stored. The empty texts of a database that was restored without
   * secrets are left out.
   */
  *encrypted(): Generator<string> {
    for (const { stored } of this.#known.values())
      if (stored !== null && stored.token_sealed !== '') yield stored.token_sealed;
  }

  add(site: NewRemoteSite, actor: Actor): Promise<SiteChange> {
    return this.#changes.run(LIST, () => this.#add(site, actor));
  }

  /** A token is for one address: a new `url` requires it again. */
  update(id: string, patch: RemoteSitePatch, actor: Actor): Promise<SiteChange> {
    return this.#changes.run(LIST, () => this.#update(id, patch, actor));
  }

  remove(id: string, actor: Actor): Promise<SiteChange> {
    return this.#changes.run(LIST, () => this.#remove(id, actor));
  }

  async #add({ name, url, token }: NewRemoteSite, actor: Actor): Promise<SiteChange> {
    if (this.#known.size >= MOST_SITES) return { ok: false, why: 'too_many' };
    if (this.#isTaken(name, null)) return { ok: false, why: 'taken' };
    const token_sealed = this.#box.encrypt(token);
    const created_at = this.#options.clock.nowMs();
    const stored = { id: uuidV7(), name, url: originOf(url), token_sealed, enabled: true, created_at };
    return this.#put(stored, { event: 'site_added', actor, data: { name, url: stored.url } });
  }

  async #update(id: string, patch: RemoteSitePatch, actor: Actor): Promise<SiteChange> {
    const known = this.#known.get(id);
    if (known === undefined) return { ok: false, why: 'unknown' };
    if (known.stored === null) return { ok: false, why: 'configured' };
    const { name = known.stored.name, url, token, enabled = known.stored.enabled } = patch;
    if (this.#isTaken(name, id)) return { ok: false, why: 'taken' };
    const isElsewhere = url !== undefined && originOf(url) !== known.stored.url;
    if (isElsewhere && token === undefined) return { ok: false, why: 'token' };
    const stored = {
      ...known.stored,
      name,
      enabled,
      ...(url !== undefined && { url: originOf(url) }),
      ...(token !== undefined && { token_sealed: this.#box.encrypt(token) }),
    };
    const changed = (['name', 'url', 'token', 'enabled'] as const).filter((key) =>
      key === 'token' ? token !== undefined : stored[key] !== known.stored?.[key],
    );
    return this.#put(stored, { event: 'site_changed', actor, data: { name, url: stored.url, changed } });
  }

  async #remove(id: string, actor: Actor): Promise<SiteChange> {
    const known = this.#known.get(id);
    if (known === undefined) return { ok: false, why: 'unknown' };
    if (known.stored === null) return { ok: false, why: 'configured' };
    const event = { event: 'site_removed', actor, data: { name: known.site.name } } as const;
    await this.#options.record([event], 'removeRemoteSite', id);
    this.#known.delete(id);
    known.ended.abort();
    await known.watch?.stop();
    return { ok: true, site: shownSite(known) };
  }

  /**
   * One call of the contract at a site. Returns the checked response as JSON text; null if there is
   * no such site or call. Rejects with the site's own refusal, or with BAD_GATEWAY if the request
   * fails. An abort of `stopping` ends a pending call, so that neither a site nor its thread delays
   * a stop.
   */
  async call(
    id: string,
    path: string,
    input: unknown,
    stopping?: AbortSignal,
  ): Promise<{ readonly text: string | null } | null> {
    const known = this.#known.get(id);
    const procedure = procedureAt(path);
    if (known === undefined || procedure === null) return null;
    return await forwardCall(this.#options.gateway, this.#calledSite(known), { path, input, procedure }, stopping);
  }

  /**
   * The live stream of a site: each event as checked JSON text. Null if there is no such site. The
   * iteration throws when the site sends nothing for 20 s.
   */
  events(id: string, signal: AbortSignal): AsyncIterable<string> | null {
    const known = this.#known.get(id);
    return known === undefined ? null : forwardEvents(this.#options.gateway, () => this.#calledSite(known), signal);
  }

  /** How many tokens cannot be decrypted here. */
  closedCount(): number {
    return [...this.encrypted()].filter((encrypted) => this.#box.open(encrypted) === null).length;
  }

  /** Encrypts every token again. */
  reencrypt(to: SecretBox): Promise<void> {
    return this.#changes.run(LIST, async () => {
      this.#box = eitherBox(to, this.#box);
      for (const { stored, token } of this.#known.values()) {
        if (stored === null || token === null) continue;
        const encrypted = { ...stored, token_sealed: to.encrypt(token) };
        await this.#options.store.putRemoteSite(encrypted);
        this.#know(encrypted);
      }
    });
  }

  #calledSite(known: KnownSite): CalledSite {
    if (known.client === null || known.token === null) throw unasked(known);
    const { name, url } = known.site;
    return { name, url, token: known.token, ended: known.ended.signal };
  }

  #isTaken(name: string, by: string | null): boolean {
    return [...this.#known.values()].some(({ site }) => site.id !== by && site.name === name);
  }

  async #put(stored: StoredRemoteSite, event: NewEvent): Promise<SiteChange> {
    await this.#options.record([event], 'putRemoteSite', stored);
    return { ok: true, site: shownSite(this.#know(stored)) };
  }

  #know(stored: StoredRemoteSite): KnownSite {
    const { id, name, url, enabled } = stored;
    const token = this.#box.open(stored.token_sealed);
    const site = { id, name, url, enabled, has_token: stored.token_sealed !== '', source: 'screen' } as const;
    return this.#place({ site, stored, token });
  }

  /**
   * Adds a site to the list, or replaces its earlier version. It is polled once `start()` was
   * called.
   */
  #place(listed: ListedSite): KnownSite {
    const before = this.#known.get(listed.site.id) ?? null;
    before?.ended.abort();
    before?.watch?.stop().catch(this.#options.onError);
    const placed = knownSite(listed, before, this.#started, this.#options);
    placed.watch?.start();
    this.#known.set(placed.site.id, placed);
    return placed;
  }
}
