import { CHANNEL_SECRETS, type EventOf } from '../../../src-shared/model/index.ts';
import type { StoredChannel } from '../../store/store.ts';

type Changes = EventOf<'channel_changed'>['data']['changes'];

/** What an edit of a channel changed, for the audit: never the secret itself. */
export function channelChanges(before: StoredChannel, after: StoredChannel, isSecretNew: boolean): Changes {
  const flat = ({ name, enabled, min_severity, quiet_hours, digest_at, settings }: StoredChannel) => {
    const own = Object.entries(settings).map(([key, value]) => [`settings.${key}`, value] as const);
    const through = quiet_hours?.min_severity === 'warning' ? ', warnings at once' : '';
    const quiet = quiet_hours === null ? null : `${quiet_hours.from}–${quiet_hours.to}${through}`;
    const common = { name, enabled, min_severity, quiet_hours: quiet, digest_at: [...digest_at] };
    return new Map<string, Changes[number]['before']>([...Object.entries(common), ...own]);
  };
  const [old, next] = [flat(before), flat(after)];
  const changes = [...new Set([...old.keys(), ...next.keys()])].flatMap((path) => {
    const change = { path, before: old.get(path) ?? null, after: next.get(path) ?? null };
    return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [change];
  });
  const rule = CHANNEL_SECRETS[after.kind];
  if (isSecretNew && rule !== null) changes.push({ path: `settings.${rule.name}`, before: null, after: null });
  return changes;
}
