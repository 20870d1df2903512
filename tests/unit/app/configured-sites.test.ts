import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import type { AppBase } from '../../../src-main/app/compose/app-base.ts';
import { configuredSites } from '../../../src-main/app/compose/compose-sites.ts';
import { parseConfig } from '../../../src-main/config/config-file.ts';

it('takes the sites of the configuration with the tokens of their files, and one without its token as one without', () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-test-'));
  try {
    writeFileSync(join(folder, 'north.token'), `${'t'.repeat(43)}\n`);
    writeFileSync(join(folder, 'east.token'), 'short');
    const site = (name: string, token_file: string) => ({
      name,
      url: `https://${name.toLowerCase()}.example`,
      token_file,
    });
    const current = parseConfig(
      { sites: [site('North', 'north.token'), site('South', join(folder, 'none.token')), site('East', 'east.token')] },
      'test',
    );
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    const base = { folder: { path: folder }, settingsStore: { current }, log } as unknown as AppBase;
    expect(configuredSites(base).map(({ name, token }) => ({ name, token }))).toEqual([
      { name: 'North', token: 't'.repeat(43) },
      { name: 'South', token: null },
      { name: 'East', token: null },
    ]);
    expect(lines.join('')).toContain('The token of the site South cannot be read from');
    expect(() => parseConfig({ sites: [{ name: 'x', url: 'http://10.0.0.1', token_file: 'x' }] }, 'test')).toThrow(
      /sites\[0\]\.url: must be an https address/,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
