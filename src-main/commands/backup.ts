import { Backup } from '../../src-shared/model/health.ts';
import { formatBytes, quantityText } from '../../src-shared/units.ts';
import { appOfOptions } from './shared/app-options.ts';
import { type CommandIo, EXIT } from './shared/command.ts';

/** Requests a backup of the running app, and prints where it is. */
export async function runBackup(args: readonly string[], io: CommandIo): Promise<number> {
  const { app, json } = await appOfOptions(args);
  const backup = await app.post('/backups', {}, Backup);
  if (json) io.stdout.write(`${JSON.stringify(backup)}\n`);
  else io.stdout.write(`Backed up to ${backup.path} (${quantityText(formatBytes(backup.bytes))})\n`);
  return EXIT.done;
}
