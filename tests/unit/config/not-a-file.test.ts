import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src-main/config/config-file.ts';
import { dataFolder } from '../../../src-main/config/data-folder.ts';
import { readRunningFile } from '../../../src-main/config/running-file.ts';
import { readKeptJson } from '../../../src-main/runtime/files/read-kept-json.ts';
import { openLog } from '../../../src-main/runtime/log/log.ts';
import { systemErrorWords } from '../../../src-main/runtime/system-error.ts';
import { openKeyFileBox } from '../../../src-main/secrets/secret-box.ts';
import { ensureToken } from '../../../src-main/serve/token-file.ts';
import { inspectDatabase } from '../../../src-main/store/file/database-file.ts';
import { lockOwner } from '../../../src-main/store/file/owner-lock.ts';
import { toStoreError } from '../../../src-main/store/store-error.ts';
import { makeOwnFolder, type OwnFolder } from '../../fixtures/own-folder.ts';

let own: OwnFolder;
beforeEach(() => {
  own = makeOwnFolder('not-a-file');
});
afterEach(() => own.remove());

/** Makes what is no file at a path. */
const MADE: Readonly<Record<string, (path: string) => void>> = {
  'a named pipe': (path) => void execFileSync('mkfifo', [path]),
  'a device': (path) => symlinkSync('/dev/zero', path),
  'a folder': (path) => void mkdirSync(path),
  'a link that leads back to itself': (path) => symlinkSync(path, path),
};

// Windows has none of them but folders.
describe.skipIf(process.platform === 'win32').each(Object.entries(MADE))(
  '%s where a start needs a file',
  (what, make) => {
    const folder = () => dataFolder(own.path);
    const database = () => `${own.path}/powerhive.db`;

    it.each([
      ['config.json', () => folder().configFile, () => readConfig(folder().configFile)],
      ['the token file', () => folder().tokenFile, () => ensureToken(folder().tokenFile)],
      ['the key file', () => folder().keyFile, async () => openKeyFileBox(folder().keyFile).encrypt('x')],
      ['the file of a running program', () => folder().runningFile, () => readRunningFile(folder().runningFile)],
    ])('is refused at once, with its path: %s', async (_, pathOf, read) => {
      make(pathOf());
      const words = await read().then(
        () => 'was read',
        (error: Error) => systemErrorWords(error) ?? error.message,
      );
      expect(words).toContain(`${pathOf()} is ${what}`);
      expect(words).toMatch(/Move it away\.|Move the folder away\.|Replace it with the file/);
    });

    it.each(['', '-lock', '-wal'])('is refused as the database%s', (end) => {
      make(`${database()}${end}`);
      const open = (): unknown => (end === '-lock' ? lockOwner(database()) : inspectDatabase(database()));
      let message = 'was opened';
      try {
        open();
      } catch (error) {
        message = toStoreError(error, database()).message;
      }
      expect(message).toContain(`The database ${database()}`);
      expect(message).toMatch(/database\.path/);
    });

    it('costs the log its file, which is said, and not the program', async () => {
      const file = `${folder().logFile}.1.log`;
      mkdirSync(dirname(file), { recursive: true });
      make(file);
      const stderr = new PassThrough();
      const { log, close } = await openLog({ level: 'info', file: folder().logFile, stderr });
      log.info('goes on');
      await close();
      const printed = text(stderr.end());
      expect(await printed).toContain(`The log file cannot be written: ${file} is ${what}`);
      expect(await printed).toContain('goes on');
    });

    it('costs what PowerHive keeps for itself nothing but that', async () => {
      make(folder().gatewaysFile);
      const errors: unknown[] = [];
      expect(
        await readKeptJson(
          folder().gatewaysFile,
          (json) => json,
          (error) => errors.push(error),
        ),
      ).toBeNull();
      expect(errors).toHaveLength(1);
    });
  },
);
