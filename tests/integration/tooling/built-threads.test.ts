import { describe, expect, it } from 'vitest';
import type { UserWorkspaceConfig } from 'vitest/config';
import { isBuilt } from '../../../scripts/setup.mjs';
import config from '../../../vite.config.ts';
import { SourceCopy } from '../../fixtures/program/source-copy.ts';

const projects = (config.test?.projects ?? []) as UserWorkspaceConfig[];
const takesBuilt = ({ plugins = [] }: UserWorkspaceConfig): boolean =>
  plugins.some((plugin) => (plugin as { name?: string }).name === 'powerhive-built-threads');

describe('threads in tests', () => {
  it('are the built ones only where what is stale is built first', () => {
    const built = projects.filter(takesBuilt);
    expect(built.map(({ test }) => test?.name)).toEqual(['integration', 'lab']);
    for (const { test } of built) expect(test?.globalSetup).toEqual(['tests/fixtures/program/built.ts']);
    expect((config.plugins ?? []).some((plugin) => takesBuilt({ plugins: [plugin] }))).toBe(false);
  });

  it('count as built until one of their sources changes', () => {
    using copy = new SourceCopy('dist/.powerhive-built');
    expect(isBuilt(copy.root)).toBe(true);
    copy.edit('src-main/gateway/gateway-worker.ts', 'import { DirectGateway }', 'import  { DirectGateway }');
    expect(isBuilt(copy.root)).toBe(false);
  });

  it('are built again where a build was cut short', () => {
    using copy = new SourceCopy();
    expect(isBuilt(copy.root)).toBe(false);
  });
});
