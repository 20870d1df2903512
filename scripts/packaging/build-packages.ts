import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type System, writeStubElectron } from './stub-electron.ts';

export interface BuiltSystem {
  readonly system: System;
  /** Holds one folder for each architecture. */
  readonly folder: string;
  /** What the builder said, when it failed; null when it did not. */
  readonly failure: string | null;
}

/**
 * Lets electron-builder pack one system for both architectures, around a stub of Electron and into
 * `workFolder`. Nothing is downloaded.
 */
export async function buildPackages(
  system: System,
  options: { root: string; workFolder: string; electronVersion: string; launch: string },
): Promise<BuiltSystem> {
  const { root, workFolder, electronVersion, launch } = options;
  const electron = join(workFolder, `electron-${system}`);
  const folder = join(workFolder, system);
  mkdirSync(electron, { recursive: true });
  writeStubElectron(system, electron, electronVersion, launch);
  const args = [
    join(root, 'node_modules', 'electron-builder', 'cli.js'),
    ...[`--${system}`, 'dir', '--x64', '--arm64', '--publish', 'never'],
    ...[`-c.electronDist=${electron}`, `-c.directories.output=${folder}`],
    // No certificate of this machine is asked for: what is signed is decided where releases are
    // made.
    ...(system === 'mac' ? ['-c.mac.identity=null'] : []),
  ];
  const builder = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [builder.stdout, builder.stderr]) stream.on('data', (data) => (said += data));
  const code = await new Promise((resolve) => builder.once('close', resolve));
  return { system, folder, failure: code === 0 ? null : said };
}
