import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const { scripts } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** What each system's package manager can start without a shell of its own. */
const PROGRAMS = ['node', 'vite', 'tsc', 'biome'];

describe('npm scripts', () => {
  it.each(Object.entries(scripts))('%s needs no particular shell', (_name, line) => {
    expect(line).toMatch(/^[\w@./:=-]+( [\w@./:=-]+)*$/);
    expect(line).not.toMatch(/^\w+=/);
    const [program, ...args] = line.split(' ');
    expect([...PROGRAMS, 'knip', 'depcruise']).toContain(program);
    for (const file of args.filter((arg) => /^(scripts|tests)\/.*\.(mjs|ts)$/.test(arg))) {
      expect(existsSync(resolve(ROOT, file))).toBe(true);
    }
  });
});
