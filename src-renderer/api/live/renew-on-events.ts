import type { RouterUtils } from '@orpc/tanstack-query';
import type { QueryClient } from '@tanstack/react-query';
import type { EventCode } from '../../../src-shared/model/index.ts';
import type { ApiClient } from '../connection/connection.ts';
import { settingsUnderWay } from '../settings-under-way.ts';
import type { LiveFeed } from './live-feed.ts';

/** Groups of calls whose responses an event makes old. */
const CHANGED_BY = {
  settings: ['settings_changed'],
  maintenance: ['maintenance_planned', 'maintenance_ended'],
  channels: ['channel_created', 'channel_changed', 'channel_deleted'],
  rules: ['rule_created', 'rule_changed', 'rule_deleted'],
  tokens: ['token_created', 'token_deleted'],
} as const satisfies Partial<Record<keyof ApiClient, readonly EventCode[]>>;

/**
 * Reads again what was changed in another window, over REST, on the command line or in a file, as
 * soon as the activity has it. Returns a function that ends this.
 */
export function renewOnEvents(live: Pick<LiveFeed, 'view'>, orpc: RouterUtils<ApiClient>, queries: QueryClient) {
  let newest = Number.NEGATIVE_INFINITY;
  return live.view.subscribe(() => {
    const fresh = live.view.get().activity.filter(({ id }) => id > newest);
    if (fresh.length === 0) return;
    newest = Math.max(...fresh.map(({ id }) => id));
    const seen = new Set<string | null>(fresh.map(({ event }) => event));
    for (const [group, codes] of Object.entries(CHANGED_BY)) {
      if (!codes.some((code) => seen.has(code))) continue;
      if (group === 'settings') renewSettings(orpc, queries);
      else
        void queries.invalidateQueries({ queryKey: orpc[group as Exclude<keyof typeof CHANGED_BY, 'settings'>].key() });
    }
  });
}

/** While settings are saved, what is read could show them without the saves that still wait. */
function renewSettings(orpc: RouterUtils<ApiClient>, queries: QueryClient): void {
  // The farm settings of another site come with its summary.
  void queries.invalidateQueries({ queryKey: orpc.app.summary.key() });
  const underWay = settingsUnderWay(queries);
  if (underWay.patches.length > 0) underWay.isOld = true;
  else void queries.invalidateQueries({ queryKey: orpc.settings.get.queryKey() });
}
