import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type System, writeStubElectron } from './stub-electron.ts';

export interface Built {
  /** Holds one folder for each system and architecture. */
  readonly folder: string;
  /** What the builder said, when it failed; null when it did not. */
  readonly failure: string | null;
}

/**
 * Lets electron-builder pack all systems for both architectures, around stubs of Electron and into
 * `workFolder`. In one run: what it asks of npm, and its own start, are half of the work. Nothing
 * is downloaded.
 */
export async function buildPackages(
  systems: readonly System[],
  options: { root: string; workFolder: string; electronVersion: string; launch: string },
): Promise<Built> {
  const { root, workFolder, electronVersion, launch } = options;
  for (const system of systems) {
    const electron = join(workFolder, `electron-${system}`);
    mkdirSync(electron, { recursive: true });
    writeStubElectron(system, electron, electronVersion, launch);
  }
  const args = [join(import.meta.dirname, 'run-builder.mjs'), root, workFolder];
  const builder = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [builder.stdout, builder.stderr]) stream.on('data', (data) => (said += data));
  const code = await new Promise((resolve) => builder.once('close', resolve));
  return { folder: join(workFolder, 'packages'), failure: code === 0 ? null : said };
}
