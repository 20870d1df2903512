import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SiteToken } from '../../../src-shared/model/index.ts';
import { mustBeFile } from '../../runtime/system-error.ts';
import type { WatchedThread } from '../../runtime/threads/supervised-thread.ts';
import { logThreadEvent } from '../../runtime/threads/thread-events.ts';
import { type ConfiguredSite, Sites } from '../../sites/sites.ts';
import { sitesGatewayIn, superviseSitesThread } from '../../sites/sites-thread.ts';
import type { AppBase } from './app-base.ts';
import type { FleetParts } from './compose-fleet.ts';
import type { StoreParts } from './compose-store.ts';

/** Other PowerHives whose farms are displayed here. */
export interface SitesParts {
  readonly sites: Sites;
  readonly sitesThread: WatchedThread & { close(): Promise<void> };
}

export function composeSites(base: AppBase, { store }: StoreParts, { bus }: FleetParts): SitesParts {
  const { clock, secrets, log, onError } = base;
  const thread = superviseSitesThread((event) => logThreadEvent(log, event));
  const gateway = sitesGatewayIn(thread);
  const sites = new Sites({ store, record: bus.change, publish: bus.publish, secrets, clock, gateway, onError });
  return { sites, sitesThread: thread };
}

/** The sites of the configuration file, with the tokens of their files. */
export function configuredSites({ folder, settingsStore, log }: AppBase): ConfiguredSite[] {
  return settingsStore.current.sites.map(({ name, url, token_file }) => {
    const file = resolve(folder.path, token_file);
    try {
      mustBeFile(file);
      return { name, url, token: SiteToken.parse(readFileSync(file, 'utf8')) };
    } catch (error) {
      log.error({ err: error }, `The token of the site ${name} cannot be read from ${file}`);
      return { name, url, token: null };
    }
  });
}
