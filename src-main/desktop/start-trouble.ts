import type { Dialog } from 'electron';
import type { BackupFile } from '../backups/backup-files.ts';
import { listBackups } from '../backups/backup-files.ts';
import { readConfig } from '../config/config-file.ts';
import { type DataFolder, databasePath } from '../config/data-folder.ts';
import type { Clock } from '../runtime/clock.ts';
import { restoreDatabase, setDatabaseAside } from '../store/file/replace-database.ts';
import { StoreError } from '../store/store-error.ts';

export type WayOut = 'restore' | 'begin_empty' | 'quit';

/** The dialog that PowerHive shows when it cannot start. */
export interface TroublePlan {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly { readonly label: string; readonly does: WayOut }[];
}

const TOKENS_BACK = ' A backup is as it was that day: access tokens that you deleted since open PowerHive again.';

/**
 * The choices when the database cannot be used; null if there is nothing to choose, only a message.
 * Whatever the operator chooses, the current database file is kept.
 */
function planTrouble(error: unknown, backups: readonly BackupFile[]): TroublePlan | null {
  if (!(error instanceof StoreError) || !['corrupt', 'not_ours', 'lost'].includes(error.code)) return null;
  const [last] = backups;
  return {
    message: "Can't open the database",
    detail: `${error.message}\n\nWhatever you choose, the file that is there now is kept.${last === undefined ? '' : TOKENS_BACK}`,
    buttons: [
      ...(last === undefined
        ? []
        : [{ label: `Restore the backup of ${new Date(last.made_at).toLocaleString()}`, does: 'restore' as const }]),
      { label: 'Start with an empty database', does: 'begin_empty' },
      { label: 'Quit', does: 'quit' },
    ],
  };
}

/**
 * Shows why the app cannot start, and carries out the operator's choice. Returns whether to retry
 * the start. Closing the dialog means to quit.
 */
export async function offerWaysOut(
  error: unknown,
  folder: DataFolder,
  dialog: Dialog,
  clock: Pick<Clock, 'nowMs'>,
): Promise<boolean> {
  const messageOf = (why: unknown): string => (why instanceof Error ? why.message : String(why));
  const backups = await listBackups(folder.backupsFolder).catch(() => []);
  const plan = planTrouble(error, backups);
  if (plan === null) {
    dialog.showErrorBox("PowerHive can't start", messageOf(error));
    return false;
  }
  const quit = plan.buttons.length - 1;
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: "PowerHive can't start",
    message: plan.message,
    detail: plan.detail,
    buttons: plan.buttons.map(({ label }) => label),
    defaultId: quit,
    cancelId: quit,
    noLink: true,
  });
  try {
    return await carryOut(plan.buttons[response]?.does ?? 'quit', folder, backups, clock.nowMs());
  } catch (failure) {
    dialog.showErrorBox("PowerHive can't start", messageOf(failure));
    return false;
  }
}

async function carryOut(
  wayOut: WayOut,
  folder: DataFolder,
  backups: readonly BackupFile[],
  nowMs: number,
): Promise<boolean> {
  if (wayOut === 'quit') return false;
  const { database } = await readConfig(folder.configFile);
  const path = databasePath(folder, database.path);
  const stamp = new Date(nowMs).toISOString().replaceAll(':', '');
  const [last] = backups;
  if (wayOut === 'begin_empty') setDatabaseAside(path, stamp);
  else if (last !== undefined) restoreDatabase(path, last.path, stamp, { withSecrets: true });
  return true;
}
