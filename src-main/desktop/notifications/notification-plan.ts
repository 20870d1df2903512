import type { QuietHours, Watching } from '../../../src-shared/model/index.ts';
import { formatDuration } from '../../../src-shared/units.ts';
import { minerRoute, ROUTES } from '../window/routes.ts';
import type { PresenceChange } from './presence.ts';
import { isQuiet } from './quiet-hours.ts';

/** Why a change causes no notification. */
export type Silence =
  | 'switched_off'
  | 'unmanaged'
  | 'not_watching'
  | 'just_resumed'
  | 'never_seen_online'
  | 'quiet_hours'
  | 'not_called_offline';

export interface Situation {
  readonly enabled: boolean;
  readonly quietHours: QuietHours | null;
  readonly minuteOfDay: number;
  readonly watching: Watching['state'];
  /** Watching goes on after a pause or a sleep, and no whole scan has been through yet. */
  readonly justResumed: boolean;
  /** The miners whose absence caused a notification. */
  readonly called: ReadonlySet<string>;
}

/** Why a change causes no notification; null if it does. */
export function whySilent(change: PresenceChange, situation: Situation): Silence | null {
  if (!situation.enabled) return 'switched_off';
  if (change.kind === 'back') {
    if (!situation.called.has(change.id)) return 'not_called_offline';
    return isQuiet(situation.quietHours, situation.minuteOfDay) ? 'quiet_hours' : null;
  }
  if (!change.managed) return 'unmanaged';
  // What a computer sees that has just woken up, on a network that may not be there yet, is no news
  // of the farm.
  if (situation.justResumed) return 'just_resumed';
  if (situation.watching !== 'watching') return 'not_watching';
  if (!change.seenOnline) return 'never_seen_online';
  return isQuiet(situation.quietHours, situation.minuteOfDay) ? 'quiet_hours' : null;
}

const GATHER_MS = 3000;
const GATHER_AT_MOST_MS = 30_000;

/**
 * When collected changes are announced: when none has come for a while, but the first of them does
 * not wait for ever.
 */
export function tellAt(firstMs: number, lastMs: number): number {
  return Math.min(lastMs + GATHER_MS, firstMs + GATHER_AT_MOST_MS);
}

/** One notification of the system. A click opens the route. */
export interface Message {
  readonly title: string;
  readonly body: string;
  readonly route: string;
}

/**
 * The notifications of collected changes: at most one message of absences and one of returns,
 * however many miners they are about.
 */
export function composeMessages(
  changes: readonly PresenceChange[],
  nowMs: number,
  timeOfDay: (atMs: number) => string,
): Message[] {
  // Who went and came while the changes were gathered, or the other way round, is as before.
  const latest = new Map<string, PresenceChange>();
  for (const change of changes) {
    if (latest.has(change.id)) latest.delete(change.id);
    else latest.set(change.id, change);
  }
  const left = [...latest.values()];
  return [
    ...offlineMessage(
      left.filter(({ kind }) => kind === 'offline'),
      timeOfDay,
    ),
    ...backMessage(
      left.filter(({ kind }) => kind === 'back'),
      nowMs,
    ),
  ];
}

function offlineMessage(gone: readonly PresenceChange[], timeOfDay: (atMs: number) => string): Message[] {
  const [only] = gone;
  if (only === undefined) return [];
  if (gone.length > 1) return [{ title: groupName(gone, 'went offline'), body: listed(gone), route: ROUTES.offline }];
  const where = only.ip === null || only.ip === only.name ? '' : ` at ${only.ip}`;
  const since = only.lastSeenAt === null ? '' : `Last seen ${timeOfDay(only.lastSeenAt)}${where}.`;
  return [{ title: `${only.name} went offline`, body: since, route: minerRoute(only.id) }];
}

function backMessage(back: readonly PresenceChange[], nowMs: number): Message[] {
  const [only] = back;
  if (only === undefined) return [];
  if (back.length > 1) return [{ title: groupName(back, 'came back online'), body: listed(back), route: ROUTES.fleet }];
  const away = only.offlineSinceAt === null ? '' : ` (offline ${formatDuration((nowMs - only.offlineSinceAt) / 1000)})`;
  return [{ title: `${only.name} is back online${away}`, body: '', route: minerRoute(only.id) }];
}

/** `30 miners in 10.1.4.0/24` where they share a network, else `30 miners`. */
function groupName(changes: readonly PresenceChange[], did: string): string {
  const networks = new Set(changes.map(({ ip }) => networkOf(ip)));
  const [network] = networks;
  const where = networks.size === 1 && network != null ? ` in ${network}` : '';
  return `${changes.length} miners ${did}${where}`;
}

const MOST_NAMES = 4;

function listed(changes: readonly PresenceChange[]): string {
  const names = changes.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = changes.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;
}

/** The /24 around an IPv4 address: the row or the container, as farms are laid out. */
function networkOf(ip: string | null): string | null {
  const match = /^(\d+\.\d+\.\d+)\.\d+(?::\d+)?$/.exec(ip ?? '');
  return match === null ? null : `${match[1]}.0/24`;
}
