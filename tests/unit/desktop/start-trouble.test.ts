import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialog, MessageBoxOptions } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataFolder } from '../../../src-main/config/data-folder.ts';
import { offerWaysOut } from '../../../src-main/desktop/start-trouble.ts';
import { copyFarm } from '../../../src-main/store/file/copy-farm.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { StoreError, type StoreErrorCode } from '../../../src-main/store/store-error.ts';
import { type SeededFolder, seedDataFolder } from '../../fixtures/program/data-folder.ts';

let data: SeededFolder;
beforeEach(() => {
  data = seedDataFolder(2);
});
afterEach(() => data.remove());

/** The desktop's dialog, with an operator who presses the button whose label begins with a word. */
function answering(button: string | null): { dialog: Dialog; shown: MessageBoxOptions[]; errors: string[] } {
  const shown: MessageBoxOptions[] = [];
  const errors: string[] = [];
  const dialog = {
    showErrorBox: (_title: string, content: string) => void errors.push(content),
    async showMessageBox(options: MessageBoxOptions) {
      shown.push(options);
      const chosen = options.buttons?.findIndex((label) => button !== null && label.startsWith(button)) ?? -1;
      return { response: chosen < 0 ? (options.cancelId ?? 0) : chosen, checkboxChecked: false };
    },
  };
  return { dialog: dialog as unknown as Dialog, shown, errors };
}

const trouble = (code: StoreErrorCode): StoreError => new StoreError(code, 'what is wrong');

function minersNow(): number {
  const { sqlite } = openMigrated(data.database);
  const count = sqlite.prepare('SELECT count(*) FROM miners').pluck().get() as number;
  sqlite.close();
  return count;
}

async function backUpThenBreak(): Promise<void> {
  const folder = dataFolder(data.path);
  const file = join(folder.backupsFolder, 'powerhive-2026-01-31T221000Z.db');
  mkdirSync(folder.backupsFolder);
  await copyFarm(data.database, file, null, new AbortController().signal);
  writeFileSync(data.database, 'garbage');
}

const CLOCK = { nowMs: () => Date.UTC(2026, 1, 3, 4, 5, 6, 7) };
const kept = (): string[] => readdirSync(data.path).filter((name) => name.includes('.replaced-'));

describe('the desktop app whose database cannot be used', () => {
  it('restores the last backup on request, and keeps what was there', async () => {
    await backUpThenBreak();
    const { dialog, shown } = answering('Restore');
    expect(await offerWaysOut(trouble('corrupt'), dataFolder(data.path), dialog, CLOCK)).toBe(true);
    expect(shown).toMatchObject([
      {
        detail: expect.stringMatching(
          /^what is wrong\n\nWhatever you choose.* is kept.* tokens that you deleted since/,
        ),
        defaultId: 2,
        cancelId: 2,
      },
    ]);
    expect(shown[0]?.buttons).toEqual([
      expect.stringMatching(/^Restore the backup of .*2026/),
      'Start with an empty database',
      'Quit',
    ]);
    expect(minersNow()).toBe(2);
    expect(readFileSync(join(data.path, kept()[0] ?? ''), 'utf8')).toBe('garbage');
  });

  it('begins with an empty one on request, and keeps what was there', async () => {
    await backUpThenBreak();
    expect(await offerWaysOut(trouble('not_ours'), dataFolder(data.path), answering('Start').dialog, CLOCK)).toBe(true);
    expect(kept()).toEqual([expect.stringContaining('.replaced-2026-02-03T040506.007Z')]);
    expect(minersNow()).toBe(0);
  });

  it('changes nothing when the window is closed', async () => {
    await backUpThenBreak();
    expect(await offerWaysOut(trouble('lost'), dataFolder(data.path), answering(null).dialog, CLOCK)).toBe(false);
    expect(readFileSync(data.database, 'utf8')).toBe('garbage');
    expect(kept()).toEqual([]);
  });

  it('offers no backup where there is none', async () => {
    const { dialog, shown } = answering(null);
    await offerWaysOut(trouble('corrupt'), dataFolder(data.path), dialog, CLOCK);
    expect(shown[0]?.buttons).toEqual(['Start with an empty database', 'Quit']);
  });

  it.each(['locked', 'newer', 'failed'] as const)(
    'only says what is wrong where nothing here helps: %s',
    async (code) => {
      await backUpThenBreak();
      const { dialog, shown, errors } = answering('Start');
      expect(await offerWaysOut(trouble(code), dataFolder(data.path), dialog, CLOCK)).toBe(false);
      expect({ shown, errors }).toEqual({ shown: [], errors: ['what is wrong'] });
      expect(existsSync(data.database)).toBe(true);
    },
  );

  it('says why when the backup is damaged too, and changes nothing', async () => {
    await backUpThenBreak();
    writeFileSync(join(data.path, 'backups', 'powerhive-2026-01-31T221000Z.db'), 'garbage as well');
    const { dialog, errors } = answering('Restore');
    expect(await offerWaysOut(trouble('corrupt'), dataFolder(data.path), dialog, CLOCK)).toBe(false);
    expect(errors).toEqual([expect.stringMatching(/not a database/)]);
    expect(kept()).toEqual([]);
  });
});
