import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { FUSE_SENTINEL, FUSE_VERSION } from './fuses.ts';

/**
 * Stubs of Electron's distributions: everything that electron-builder reads, without programs. They
 * are made for each check, so that packages can be built and inspected on computers that cannot
 * download Electron.
 */
export type System = 'linux' | 'win' | 'mac';

/** The nine fuses of Electron 45 as shipped, before a package changes them. */
const SHIPPED_FUSES = '100100101';
const MAC_HELPERS = ['', ' (Renderer)', ' (Plugin)', ' (GPU)'];

/**
 * Makes the distribution of one system in `folder`. `launch` is the sh command of the Linux
 * program.
 */
export function writeStubElectron(system: System, folder: string, electronVersion: string, launch: string): void {
  const put = (name: string, content: string | Buffer, mode = 0o644) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content, { mode });
  };
  put('version', electronVersion);
  put('LICENSE', 'Stub of the licence of Electron.\n');
  put('LICENSES.chromium.html', '<title>Stub of the licences of Chromium</title>\n');
  if (system === 'mac') {
    putMacApp(put, electronVersion);
    return;
  }
  for (const language of ['de', 'en-US']) put(`locales/${language}.pak`, 'stub');
  mkdirSync(join(folder, 'resources'));
  if (system === 'linux') put('electron', withFuses(Buffer.from(`#!/bin/sh\n${launch}\nexit 1\n`)), 0o755);
  else put('electron.exe', withFuses(windowsProgram()), 0o755);
}

function withFuses(program: Buffer): Buffer {
  const wire = Buffer.from(SHIPPED_FUSES);
  return Buffer.concat([program, Buffer.from(FUSE_SENTINEL), Buffer.from([FUSE_VERSION, wire.length]), wire]);
}

/** A Windows program without code, but with the version information that the builder edits. */
function windowsProgram(): Buffer {
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  version.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: 'Electron', FileDescription: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  return Buffer.from(program.generate());
}

function putMacApp(
  put: (name: string, content: string | Buffer, mode?: number) => void,
  electronVersion: string,
): void {
  const contents = 'Electron.app/Contents';
  put(
    `${contents}/Info.plist`,
    plist({ CFBundleExecutable: 'Electron', CFBundleName: 'Electron', CFBundleVersion: electronVersion }),
  );
  put(`${contents}/MacOS/Electron`, 'stub', 0o755);
  put(`${contents}/Resources/electron.icns`, 'stub');
  put(`${contents}/Resources/en.lproj/locale.pak`, 'stub');
  const frameworks = `${contents}/Frameworks`;
  put(`${frameworks}/Electron Framework.framework/Electron Framework`, withFuses(Buffer.from('stub')), 0o755);
  put(`${frameworks}/Electron Framework.framework/Versions/A/Resources/en.lproj/locale.pak`, 'stub');
  for (const suffix of MAC_HELPERS) {
    const name = `Electron Helper${suffix}`;
    put(`${frameworks}/${name}.app/Contents/Info.plist`, plist({ CFBundleExecutable: name, CFBundleName: name }));
    put(`${frameworks}/${name}.app/Contents/MacOS/${name}`, 'stub', 0o755);
  }
}

function plist(values: Readonly<Record<string, string>>): string {
  const entries = Object.entries(values).map(([key, value]) => `<key>${key}</key><string>${value}</string>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>${entries.join('')}</dict></plist>\n`;
}
