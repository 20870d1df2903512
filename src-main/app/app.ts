import type { Actor, NewEvent } from '../../src-shared/model/index.ts';
import type { AnnouncementListener } from '../alerts/announcement.ts';
import type { SettingsStore } from '../config/settings-store.ts';
import { boundHeapGrowth } from '../runtime/bound-memory.ts';
import {
  encryptionFormatOf,
  refuseForeignSecrets,
  type SecretBox,
  UnopenedSecretsError,
} from '../secrets/secret-box.ts';
import type { ApiTokens } from './api-tokens.ts';
import type { AppOptions } from './compose/app-base.ts';
import { composeParts } from './compose/compose-parts.ts';
import { configuredSites } from './compose/compose-sites.ts';
import { readHealth } from './health.ts';
import type { HostPorts } from './host-ports.ts';
import { identifySite } from './identify-site.ts';
import { loopsOf, startApp, stopApp } from './lifecycle.ts';
import type { PauseReason } from './monitoring-pause.ts';
import { type AppOperations, createOperations } from './operations/operations.ts';

/** The whole program without its interfaces. */
export interface App {
  readonly operations: AppOperations;
  readonly settings: SettingsStore;
  readonly hostPorts: HostPorts;
  /** The REST tokens other than that of the token file. */
  readonly tokens: Pick<ApiTokens, 'find'>;
  /** Starts all loops. */
  start(): void;
  /**
   * Stops monitoring: what is in progress is dropped, and no miner is marked offline until a whole
   * scan has ended.
   */
  pause(reason: PauseReason, actor?: Actor): void;
  /** Resumes monitoring, unless there is another reason to pause. */
  resume(reason: PauseReason, actor?: Actor): void;
  /** Publishes an event from outside the program that the operator should find in the activity. */
  publish(event: NewEvent): void;
  /** Like `publish`, and the event is on disk when this resolves. */
  record(event: NewEvent): Promise<void>;
  /**
   * Calls the listener with each announcement about an incident, after the channels have it: for a
   * channel in the host, such as desktop notifications.
   */
  onAnnouncement(listener: AnnouncementListener): void;
  /** Records that this channel now shows what it held in its quiet hours about this incident. */
  noteReleased(incidentId: string): Promise<void>;
  /** The encryption formats that the farm's secrets have now. */
  encryptionFormats(): ReadonlySet<string>;
  /**
   * Re-encrypts all secrets with another box; throws an error with a message for the operator if
   * that is not possible.
   */
  reencryptSecrets(to: SecretBox): Promise<void>;
  /**
   * Stops everything in order; each step has a deadline, and a late one is named in the log.
   * Returns whether all threads have ended: one that the system blocks (a dead disk) keeps the
   * process alive.
   */
  stop(): Promise<boolean>;
}

/**
 * Puts the program together and loads the farm. Throws if the secrets are from another computer.
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
    boundHeapGrowth();
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
      // Passwords in running changes use the encryption of the miners' secrets.
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
