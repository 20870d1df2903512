import { TaskGroup } from '../runtime/task-group.ts';
import type { AppBase } from './compose/app-base.ts';
import type { FleetParts } from './compose/compose-fleet.ts';

/**
 * Sets the identity of this farm: the database follows `site` in the configuration file. A folder
 * without an id gets that of its database once. If the file cannot be written, the program
 * continues: the id is in the database and stays the same.
 */
export async function identifySite(
  { settingsStore, log, onError }: Pick<AppBase, 'settingsStore' | 'log' | 'onError'>,
  { fleet }: Pick<FleetParts, 'fleet'>,
): Promise<void> {
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
