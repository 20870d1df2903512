import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('a benchmark that this machine cannot run ends at once, and says what it needs', () => {
  const file = join(import.meta.dirname, '../../bench/scan.ts');
  // Neither unshare, ip nor iptables is there.
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
    env: { ...process.env, PATH: '/nonexistent' },
    encoding: 'utf8',
    timeout: 120_000,
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('Error: Silent addresses take a network namespace (Linux, root or user namespaces): ');
});
