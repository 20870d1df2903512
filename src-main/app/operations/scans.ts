import type { Operations } from '../../api/operations.ts';
import { parseTarget } from '../../discovery/targets.ts';
import type { OperationsParts } from './parts.ts';
import { PAUSED, refuse, refuseInput } from './refusals.ts';

export function createScanOperations({ discovery, settings }: OperationsParts): Operations['scans'] {
  return {
    start(targets, actor) {
      if (discovery.watching().state === 'paused') return refuse(PAUSED);
      const { port, subnets } = settings.current.network;
      if (targets === null && subnets.length === 0) {
        return refuse({
          code: 'CONFLICT',
          message: 'No network is named yet. Add one in the settings, or name targets.',
        });
      }
      for (const [index, text] of (targets ?? []).entries()) {
        const parsed = parseTarget(text, { defaultPort: port });
        if (!parsed.ok) return refuseInput(`targets[${index}]`, parsed.error);
      }
      return { ok: true, value: { scan_id: discovery.request(targets, actor) } };
    },
    latest: () => discovery.latest(),
    lastFinished: () => discovery.lastFinished(),
  };
}
