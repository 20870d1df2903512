import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const INSTALLER = /\.(exe|dmg|AppImage|deb|rpm)$/;

/** One line for each installer in a folder, for `sha256sum --check`; empty if there is none. */
export function readChecksums(folder: string): string {
  return readdirSync(folder)
    .filter((name) => INSTALLER.test(name))
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}  ${name}\n`,
    )
    .join('');
}
