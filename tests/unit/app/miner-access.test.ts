import { expect, it } from 'vitest';
import { minerAccess } from '../../../src-main/app/jobs/miner-access.ts';

const NEVER = async (): Promise<never> => {
  throw new Error('nothing may be sent');
};

it('asks nothing of a miner whose address is not known, and does not call it silent', async () => {
  const access = minerAccess({
    minerGateway: { readAction: NEVER, sendCommand: NEVER, backupSettings: NEVER },
    target: () => null,
    timeoutMs: () => 5000,
  });
  const signal = new AbortController().signal;
  const gone = {
    ok: false,
    error: { code: 'identity_changed', message: expect.stringMatching(/^Its address is not/) },
  };
  expect(await access.read('02:00:00:00:00:01', ['state'])).toMatchObject(gone);
  expect(await access.backup('02:00:00:00:00:01', signal)).toMatchObject(gone);
  expect(await access.send('02:00:00:00:00:01', { kind: 'restart' }, signal)).toMatchObject({ sent: 'not_sent' });
});
