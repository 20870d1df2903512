import type { Actor, NewEvent } from '../../src-shared/model/index.ts';
import type { AnnouncementListener } from '../alerts/announcement.ts';
import type { SettingsStore } from '../config/settings-store.ts';
import {
  encryptionFormatOf,
  refuseForeignSecrets,
  type SecretBox,
  UnopenedSecretsError,
} from '../secrets/secret-box.ts';
import type { ApiTokens } from './api-tokens.ts';
import type { AppOptions } from './base.ts';
import { composeParts } from './compose-parts.ts';
import { configuredSites } from './compose-sites.ts';
import { readHealth } from './health.ts';
import type { HostPorts } from './host-ports.ts';
import { identifySite } from './identify-site.ts';
import { loopsOf, startApp, stopApp } from './lifecycle.ts';
import type { PauseReason } from './monitoring-pause.ts';
import { type AppOperations, createOperations } from './operations/operations.ts';

/** The whole program but for its ways in. */
export interface App {
  readonly operations: AppOperations;
  readonly settings: SettingsStore;
  readonly hostPorts: HostPorts;
  /** The tokens for REST besides that of the token file. */
  readonly tokens: Pick<ApiTokens, 'find'>;
  /** Loops begin. */
  start(): void;
  /**
   * Stops watching: what is under way is dropped, and no miner is marked offline until a whole scan
   * has been through.
   */
  pause(reason: PauseReason, actor?: Actor): void;
  /** Watches again, if nothing else speaks against it. */
  resume(reason: PauseReason, actor?: Actor): void;
  /** Something happened around the program that the operator should find in the activity. */
  publish(event: NewEvent): void;
  /** As `publish`, and it is on disk when this resolves. */
  record(event: NewEvent): Promise<void>;
  /**
   * Calls back with each announcement about an incident, once channels have it: for a channel that
   * lives in the host, as the notifications of the desktop do.
   */
  onAnnouncement(listener: AnnouncementListener): void;
  /** That channel shows now what it held in its quiet hours of this incident. */
  noteReleased(incidentId: string): Promise<void>;
  /** The encryption formats that the farm's secrets have now. */
  encryptionFormats(): ReadonlySet<string>;
  /**
   * Encrypts all secrets again with another box; throws, with words for the operator, where that
   * cannot be.
   */
  reencryptSecrets(to: SecretBox): Promise<void>;
  /**
   * Ends everything in order; each step has a deadline, and one that misses it is named in the log.
   * Returns whether all threads are gone: one that the system holds (a dead disk) keeps the process
   * from ending by itself.
   */
  stop(): Promise<boolean>;
}

/**
 * Puts the program together and loads the farm. Throws where the secrets are another computer's.
 */
export async function createApp(options: AppOptions): Promise<App> {
  const parts = await composeParts(options);
  const { base, fleet, channels, wakefulness } = parts;
  const rooms = [channels, parts.sites, parts.destinations, parts.passwords];
  const allEncrypted = () => [fleet.secrets, ...rooms].flatMap((room) => [...room.encrypted()]);
  try {
    await Promise.all([fleet.load(), parts.racks.load()]);
    await identifySite(base, parts);
    await Promise.all([
      parts.jobs.load(),
      parts.tokens.load(),
      parts.channels.load(),
      parts.passwords.load(),
      parts.sites.load(configuredSites(base)),
      parts.loadAlerts(),
      parts.destinations.load(),
      parts.settingsAudit.recover(),
    ]);
    await parts.outbox.load();
    refuseForeignSecrets(base.secrets, allEncrypted(), base.folder.path);
  } catch (error) {
    await Promise.all([parts.minerGateway.close(), parts.store.close()]);
    throw error;
  }
  const loops = loopsOf(parts);
  let stopping = false;
  return {
    operations: createOperations(parts, {
      health: () => readHealth({ ...base, ...parts, loops, isStopping: () => stopping }),
    }),
    settings: base.settingsStore,
    hostPorts: parts.hostPorts,
    tokens: parts.tokens,
    start: () => startApp(parts),
    pause: (reason, actor) => wakefulness.pause(reason, actor),
    resume: (reason, actor) => wakefulness.resume(reason, actor),
    publish: parts.bus.publish,
    record: parts.bus.record,
    onAnnouncement: parts.onAnnouncement,
    noteReleased: parts.noteReleased,
    encryptionFormats: () => new Set(allEncrypted().flatMap((text) => encryptionFormatOf(text) ?? [])),
    async reencryptSecrets(to) {
      const closedCount = rooms.reduce((sum, room) => sum + room.closedCount(), 0);
      if (closedCount > 0) throw new UnopenedSecretsError(closedCount);
      const closedOfMiners = await fleet.secrets.reencrypt(to);
      if (closedOfMiners > 0) throw new UnopenedSecretsError(closedOfMiners);
      // Those of changes that go on are encrypted as the miners' own are.
      await parts.storedBulkEdits.reencrypt();
      await channels.reencrypt(to);
      await parts.passwords.reencrypt(to);
      await parts.sites.reencrypt(to);
      await parts.jobStore.reencrypt(to);
      await parts.destinations.reencrypt(to);
    },
    stop() {
      stopping = true;
      return stopApp(parts);
    },
  };
}
