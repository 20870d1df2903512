import { join } from 'node:path';
import type { System } from './stub-electron.ts';

export type Arch = 'x64' | 'arm64';

/** One package, and where its parts lie once it is built. */
export interface Target {
  readonly system: System;
  readonly arch: Arch;
  /** The folder that electron-builder makes for it. */
  readonly folder: string;
  /** The program, or on macOS the bundle, within that folder. */
  readonly program: string;
  /** Where the archive lies within that folder. */
  readonly resources: string;
  /** The one native binary that it needs; macOS carries both, for one universal app. */
  readonly prebuilds: readonly string[];
}

/** What is released. */
export const TARGETS: readonly Target[] = (['linux', 'win', 'mac'] as const).flatMap((system) =>
  (['x64', 'arm64'] as const).map((arch) => planTarget(system, arch)),
);

export function planTarget(system: System, arch: Arch): Target {
  const suffix = arch === 'x64' ? '' : `-${arch}`;
  switch (system) {
    case 'linux':
      return {
        ...{ system, arch, folder: `linux${suffix}-unpacked`, program: 'powerhive', resources: 'resources' },
        prebuilds: [`linux-${arch}`],
      };
    case 'win':
      return {
        ...{ system, arch, folder: `win${suffix}-unpacked`, program: 'PowerHive.exe', resources: 'resources' },
        prebuilds: [`win32-${arch}`],
      };
    case 'mac':
      return {
        ...{ system, arch, folder: `mac${suffix}`, program: 'PowerHive.app' },
        resources: join('PowerHive.app', 'Contents', 'Resources'),
        prebuilds: ['darwin-arm64', 'darwin-x64'],
      };
  }
}
