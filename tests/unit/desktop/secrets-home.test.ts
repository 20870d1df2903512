import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SecretsLocation } from '../../../src-main/desktop/secrets/secrets-location.ts';
import type { NewEvent } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';

let folder: string;
let keyFile: string;
let steps: string[];
let events: NewEvent[];
let diskIsFull: boolean;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-secrets-'));
  keyFile = join(folder, 'secret.key');
  writeFileSync(keyFile, 'key');
  steps = [];
  events = [];
  diskIsFull = false;
});
afterEach(() => rmSync(folder, { recursive: true }));

/** `formats`: the encryption formats on disk. */
function secretsHome(formats: readonly string[] = []): SecretsLocation {
  const powerhive = {
    encryptionFormats: () => new Set(formats),
    reencryptSecrets: async () => void steps.push('encrypted again'),
    publish: (event: NewEvent) => void events.push(event),
    record: async (event: NewEvent) => {
      if (diskIsFull) throw new Error('The disk is full');
      steps.push(existsSync(keyFile) ? 'recorded, the key file is there' : 'recorded, the key file is gone');
      events.push(event);
    },
  };
  const choice = { kind: 'key_file', canMove: true, remark: null, level: 'info' };
  return new SecretsLocation(powerhive, { choice, keychain: { format: 'safe' } } as never, keyFile);
}

it('a move of the secrets is in the activity before the key file goes', async () => {
  const home = secretsHome();
  expect(await home.move(TESTER)).toBeNull();
  expect(steps).toEqual(['encrypted again', 'recorded, the key file is there']);
  expect(existsSync(keyFile)).toBe(false);
  expect(home.state().kept_with).toBe('keychain');
  expect(await home.move(TESTER)).toBeNull();
  expect(events).toEqual([{ event: 'secrets_moved', actor: TESTER, data: {} }]);
});

it('a move that cannot be recorded keeps the key file, and can be done again', async () => {
  const home = secretsHome();
  diskIsFull = true;
  expect(await home.move(TESTER)).toBe('The disk is full');
  expect([existsSync(keyFile), home.state().kept_with]).toEqual([true, 'key_file']);
  diskIsFull = false;
  expect(await home.move(TESTER)).toBeNull();
  expect(existsSync(keyFile)).toBe(false);
});

it('a move that was cut short is finished at the next start, by the program itself', async () => {
  const home = secretsHome(['safe']);
  await home.begin();
  expect(events).toEqual([{ event: 'secrets_moved', actor: null, data: {} }]);
  expect(existsSync(keyFile)).toBe(false);
});
