import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { openKeyFileBox, type SecretBox } from '../../../src-main/secrets/secret-box.ts';
import { BY_TESTER } from '../../fixtures/actors.ts';
import { type Farm, startFarm } from '../../fixtures/farm/farm.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { until } from '../../fixtures/patience.ts';

const net = await claimNet();
let farm: Farm;
afterEach(() => farm.close());

/** A keychain that only reverses texts. `encrypted` counts. */
function keychain(): SecretBox & { encrypted: number } {
  const turned = (text: string): string => [...text].reverse().join('');
  return {
    format: 'ss1',
    opens: ['ss1'],
    encrypted: 0,
    encrypt(plain) {
      this.encrypted += 1;
      return `ss1:${turned(plain)}`;
    },
    open: (encrypted) => (encrypted.startsWith('ss1:') ? turned(encrypted.slice(4)) : null),
  };
}

function stored(): { key: string | null; password: string | null }[] {
  const database = new Database(join(farm.folder, 'powerhive.db'), { readonly: true });
  try {
    return database
      .prepare<[], { key: string | null; password: string | null }>(
        'SELECT api_key_sealed AS key, unlock_pass_sealed AS password FROM miners ORDER BY id',
      )
      .all();
  } finally {
    database.close();
  }
}

function storedOfFarm(): string[] {
  const database = new Database(join(farm.folder, 'powerhive.db'), { readonly: true });
  try {
    return database.prepare<[], string>('SELECT password_sealed FROM miner_passwords').pluck().all();
  } finally {
    database.close();
  }
}

async function begin(count: number): Promise<void> {
  farm = await startFarm({ listen: `${net}.1.1-${net}.1.${count}:8981`, profile: 's19jpro' });
  farm.app.start();
  await farm.scan();
  await until('the keys', () => farm.app.operations.miners.list().every(({ has_api_key }) => has_api_key));
}

describe('the move of the secrets to another box', () => {
  it('takes all of them, whatever is changed meanwhile, and keeps what they say', async () => {
    await begin(3);
    const [first, second, third] = farm.app.operations.miners.list().map(({ id }) => id);
    const update = (id = '', unlock_pass: string) =>
      farm.app.operations.miners.update({ params: { id }, body: { unlock_pass } }, BY_TESTER);
    await update(first, 'before');
    expect(await farm.app.operations.passwords.add({ password: 'of the farm' }, BY_TESTER)).toMatchObject({ ok: true });
    const to = keychain();
    // When the move begins, one is being written with the old encryption; the other comes later.
    const answers = await Promise.all([
      update(second, 'on its way'),
      farm.app.reencryptSecrets(to),
      update(third, 'meanwhile'),
    ]);
    expect(answers).toMatchObject([{ ok: true }, undefined, { ok: true }]);
    const rows = stored();
    expect(rows.map(({ key }) => key?.slice(0, 4))).toEqual(['ss1:', 'ss1:', 'ss1:']);
    expect(rows.map(({ password }) => to.open(password ?? '')).sort()).toEqual(['before', 'meanwhile', 'on its way']);
    expect([...farm.app.encryptionFormats()]).toEqual(['ss1']);
    expect(storedOfFarm().map((password) => to.open(password))).toEqual(['of the farm']);
    // The keys are the same: no miner has to be unlocked again.
    const unlocks = (): number =>
      farm.fleet.miners.reduce((sum, { requestCounts }) => sum + (requestCounts.get('POST /api/v1/unlock') ?? 0), 0);
    const before = unlocks();
    await farm.scan();
    expect(unlocks()).toBe(before);
    const encrypted = to.encrypted;
    await farm.app.reencryptSecrets(to);
    expect(to.encrypted).toBe(encrypted);
  });

  it('changes nothing when one of them cannot be opened', async () => {
    await begin(2);
    await farm.app.stop();
    const database = new Database(join(farm.folder, 'powerhive.db'));
    database.prepare("UPDATE miners SET api_key_sealed = 'v1:AAAA' WHERE miner_key = 1").run();
    database.close();
    const app = await farm.restart();
    const before = stored();
    await expect(app.reencryptSecrets(keychain())).rejects.toThrow(
      /^One of the encrypted passwords and keys cannot be opened/,
    );
    expect(stored()).toEqual(before);
  });

  it('writes nothing when what it encrypted does not open again', async () => {
    await begin(2);
    const before = stored();
    const forgetful = { ...keychain(), encrypt: () => 'ss1:', open: () => null };
    await expect(farm.app.reencryptSecrets(forgetful)).rejects.toThrow(/does not open again/);
    expect(stored()).toEqual(before);
    expect(openKeyFileBox(join(farm.folder, 'secret.key')).open(before[0]?.key ?? '')).toMatch(/^[0-9a-f]{32}$/);
  });
});
