import { api } from './call.ts';
import type { Engine } from './engine.ts';
import { granted } from './refusal.ts';

export function implementScans({ scans }: Engine) {
  return {
    start: api.scans.start.handler(({ input }) => granted(scans.start(input.targets ?? null))),

    latest: api.scans.latest.handler(() => scans.latest()),
  };
}
