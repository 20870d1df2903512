import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('is built for production, also where the tests build it', () => {
  const assets = new URL('../../../dist/renderer/assets/', import.meta.url);
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(0);
  for (const name of scripts) expect(readFileSync(new URL(name, assets), 'utf8')).not.toContain('jsxDEV');
});
