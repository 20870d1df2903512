import { TaskGroup } from '../runtime/task-group.ts';
import type { AppBase } from './base.ts';
import type { FleetParts } from './compose-fleet.ts';

/**
 * Which farm this is: `site` of the configuration file, and the database follows it. A folder
 * without an id gets the one that its database has had all along, once. A file that cannot be
 * written stops nothing: the id is in the database, and stays the same.
 */
export async function identifySite(
  { settingsStore, log, onError }: Pick<AppBase, 'settingsStore' | 'log' | 'onError'>,
  { fleet, bus }: Pick<FleetParts, 'fleet'> & { readonly bus: Pick<FleetParts['bus'], 'publish'> },
): Promise<void> {
  const { id } = settingsStore.current.site;
  const { site_id: before } = fleet.site();
  // As where one file is given to two halls: what both send elsewhere would mix, without a word.
  if (id !== null && id !== before && fleet.miners().length > 0) {
    bus.publish({ event: 'site_identified', data: { site_id: id, site_id_before: before } });
  }
  if (settingsStore.current.site.id === null) {
    await settingsStore
      .identify(fleet.site().site_id)
      .catch((error: unknown) => log.warn({ err: error }, 'The id of this site cannot be kept in the configuration'));
  }
  const follow = async (): Promise<void> => {
    const { id, name } = settingsStore.current.site;
    await fleet.identify(id ?? fleet.site().site_id, name);
  };
  await follow();
  const following = new TaskGroup(onError);
  settingsStore.onChange(() => following.run(follow));
}
