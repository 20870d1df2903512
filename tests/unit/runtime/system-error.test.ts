import { expect, it } from 'vitest';
import { systemErrorWords } from '../../../src-main/runtime/system-error.ts';

const error = (fields: object) => Object.assign(new Error('EXYZ: the words of the system'), fields);

it.each([
  [{ syscall: 'listen', code: 'EACCES', address: '127.0.0.1', port: 80 }, 'Ports below 1024 are often reserved'],
  [{ syscall: 'listen', code: 'EADDRNOTAVAIL', address: '::1', port: 8080 }, 'Set http.addr to 127.0.0.1'],
  [{ syscall: 'listen', code: 'EADDRINUSE', address: '127.0.0.1', port: 8080 }, 'taken by another program'],
  [{ syscall: 'open', code: 'EACCES', path: '/data/token' }, 'This user may not use /data/token (EACCES)'],
  [{ syscall: 'chmod', code: 'EPERM', path: '/data/token' }, 'See who owns it'],
  [{ syscall: 'read', code: 'EISDIR', path: '/data/token' }, '/data/token is a folder, and must be a file'],
  [{ syscall: 'write', code: 'ENOSPC', path: '/data/token' }, 'The disk of /data/token is full'],
  [{ syscall: 'open', code: 'ENOENT', path: '/data/list' }, 'There is no /data/list'],
  [{ syscall: 'open', code: 'EMFILE', path: '/data/list' }, 'the words of the system'],
  [{ syscall: 'read', code: 'EISDIR' }, 'the words of the system'],
])('says of %j what to do', (fields, words) => {
  expect(systemErrorWords(error(fields))).toContain(words);
});

it('leaves what is a bug as it is', () => {
  expect(systemErrorWords(error({ code: 'ERR_INVALID_ARG_TYPE' }))).toBeNull();
  expect(systemErrorWords('text')).toBeNull();
});
