import { expect, it } from 'vitest';
import { guardCall } from '../../../src-main/api/call-guard.ts';
import { toStoreError } from '../../../src-main/store/store-error.ts';
import { BY_TESTER } from '../../fixtures/actors.ts';

it.each(['SQLITE_READONLY', 'SQLITE_IOERR_WRITE', 'SQLITE_FULL', 'EACCES'])(
  'a change that the database cannot take (%s) is refused with what to do about it',
  async (code) => {
    const context = { ...BY_TESTER, via: 'rest', stopping: new AbortController().signal, log: {} } as never;
    const next = async () => {
      throw toStoreError(Object.assign(new Error('no'), { code }), '/data/powerhive.db');
    };
    await expect(guardCall({ context, path: ['jobs', 'start'], next })).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringContaining('/data/powerhive.db'),
    });
  },
);
