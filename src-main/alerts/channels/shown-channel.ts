import type { Channel } from '../../../src-shared/model/index.ts';
import type { StoredChannel } from '../../store/store.ts';

/** A channel as callers see it: without its secret. */
export function shownChannel(channel: StoredChannel, counts: { waiting: number; held: number }): Channel {
  const { id, kind, name, enabled, min_severity, settings, quiet_hours, digest_at } = channel;
  const { secret_sealed, last_success_at, last_error, failures } = channel;
  return {
    id,
    kind,
    name,
    enabled,
    min_severity,
    settings,
    quiet_hours,
    digest_at: [...digest_at],
    has_secret: secret_sealed !== null,
    ...counts,
    state: { last_success_at, last_error, failures },
  };
}
