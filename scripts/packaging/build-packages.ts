import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type System, writeStubElectron } from './stub-electron.ts';

export interface Built {
  /** Contains one folder for each system and architecture. */
  readonly folder: string;
  /** The output of the builder if it failed, else null. */
  readonly failure: string | null;
}

/**
 * Runs electron-builder for all systems and both architectures, with stubs of Electron, in
 * `workFolder`. A single run, because its start and its calls of npm are half of the work. Nothing
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
