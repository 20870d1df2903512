import { join } from 'node:path';
import type { System } from './stub-electron.ts';

export type Arch = 'x64' | 'arm64';

/** One package, and the paths of its parts after the build. */
export interface Target {
  readonly system: System;
  readonly arch: Arch;
  /** The folder that electron-builder creates. */
  readonly folder: string;
  /** The program, or on macOS the bundle, within that folder. */
  readonly program: string;
  /** The folder of the archive within that folder. */
  readonly resources: string;
  /** The native binary; on macOS both, for one universal app. */
  readonly prebuilds: readonly string[];
}

/** All released packages. */
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
