// Packs PowerHive for all systems with electron-builder, in a separate process: `node
// run-builder.mjs ROOT WORK_FOLDER`. The Electron of each system is in WORK_FOLDER/electron-SYSTEM.
import { join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';

const [root, workFolder] = process.argv.slice(2);
const SYSTEMS = { linux: 'linux', win32: 'win', darwin: 'mac' };
const targets = [Platform.LINUX, Platform.WINDOWS, Platform.MAC].map((platform) =>
  platform.createTarget('dir', Arch.x64, Arch.arm64),
);
await build({
  projectDir: root,
  targets: new Map(targets.flatMap((target) => [...target])),
  publish: 'never',
  config: {
    electronDist: ({ platformName }) => join(workFolder, `electron-${SYSTEMS[platformName]}`),
    directories: { output: join(workFolder, 'packages') },
    // Certificates of this computer are not used: releases are signed elsewhere.
    mac: { identity: null },
  },
});
