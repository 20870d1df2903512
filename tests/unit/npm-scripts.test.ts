import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const { scripts } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Programs that the package manager of each system can start without its own shell. */
const PROGRAMS = ['node', 'npm', 'vite', 'tsc', 'biome', 'depcruise', 'knip'];

describe('npm scripts', () => {
  it.each(Object.entries(scripts))('%s needs no particular shell', (_name, line) => {
    // Every system's shell supports `&&`.
    for (const command of line.split(' && ')) {
      expect(command).toMatch(/^[\w@./:-]+( [\w@./:=-]+)*$/);
      const [program, ...args] = command.split(' ');
      expect(PROGRAMS).toContain(program);
      for (const file of args.filter((arg) => /^(scripts|tests)\/.*\.(mjs|ts)$/.test(arg))) {
        expect(existsSync(resolve(ROOT, file))).toBe(true);
      }
    }
  });
});
