import { api } from './call.ts';
import type { Operations } from './operations.ts';
import { orThrow } from './refusal.ts';

export function implementScans({ scans }: Operations) {
  return {
    start: api.scans.start.handler(({ input, context }) => orThrow(scans.start(input.targets ?? null, context.actor))),

    latest: api.scans.latest.handler(() => scans.latest()),

    lastFinished: api.scans.lastFinished.handler(() => scans.lastFinished()),
  };
}
