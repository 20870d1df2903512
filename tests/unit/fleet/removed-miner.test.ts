import { expect, it } from 'vitest';
import { FarmPasswords } from '../../../src-main/fleet/credentials/farm-passwords.ts';
import { MinerSecrets } from '../../../src-main/fleet/credentials/miner-secrets.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { entry, storedMiner } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const [GONE, STAYS] = ['02:00:00:00:00:01', '02:00:00:00:00:02'];

const box = {
  format: 'v1',
  opens: ['v1'],
  encrypt: (text: string) => text,
  open: (text: string) => text,
} as const;

it.each(['removed', 'replaced'] as const)(
  'a miner that is %s is reported to what kept something of it',
  async (how) => {
    const clock = new ManualClock();
    const removed: string[] = [];
    const miners = [GONE, STAYS].map((id) => storedMiner({ id, api_key_sealed: 'key' }));
    const fleet = await memoryFleet(clock, miners, [], { onRemoved: (id) => removed.push(id) });
    if (how === 'removed') await fleet.decisions.remove(GONE, 'drop', TESTER);
    else await fleet.decisions.replace(GONE, STAYS, TESTER);
    expect(removed).toEqual([GONE]);
  },
);

it('a password counts no miner that was removed, and is not the first to be tried on one that comes back', async () => {
  const store = { minerPasswords: async () => [], putMinerPassword: async () => undefined };
  const record = async () => undefined as never;
  const passwords = new FarmPasswords({ store, record, secrets: box, clock: new ManualClock() });
  for (const password of ['first', 'second']) await passwords.add(password, TESTER);
  const [first = '', second = ''] = passwords.list().map(({ id }) => id);
  for (const id of [GONE, STAYS]) {
    passwords.noteRefused(first, id);
    passwords.noteUnlocked(second, id);
  }
  passwords.forget(GONE);
  expect(passwords.list().map(({ unlocked, refused }) => [unlocked, refused])).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect([GONE, STAYS].map((id) => passwords.toTry(id)[0]?.id)).toEqual([first, second]);
});

it('the key of a miner that was removed does not stay open in memory', () => {
  let opened = 0;
  const known = { get: () => entry({ stored: storedMiner({ id: GONE, api_key_sealed: 'key' }) }) };
  const open = (text: string): string => {
    opened += 1;
    return text;
  };
  const disk = { store: { reencryptSecrets: async () => undefined }, record: async () => undefined as never };
  const secrets = new MinerSecrets(known as never, disk, { ...box, open });
  for (let poll = 0; poll < 3; poll++) secrets.apiKey(GONE);
  expect(opened).toBe(1);
  secrets.forget(GONE);
  secrets.apiKey(GONE);
  expect(opened).toBe(2);
});
