import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { refuseInput, refuseNow } from '../../api/refuse.ts';
import {
  isPublic,
  isWithin,
  parseTarget,
  parseTargets,
  publicWords,
  tooManyTogether,
} from '../../discovery/parse-targets.ts';
import type { OperationsParts } from './operations-parts.ts';
import { PAUSED } from './refusals.ts';

export interface ScanStart {
  readonly targets?: readonly string[] | null | undefined;
  readonly force?: boolean | undefined;
}

export function createScanOperations({ discovery, settings }: OperationsParts) {
  return {
    start({ targets = null, force }: ScanStart, { actor }: By) {
      if (discovery.watching().state === 'paused') return PAUSED;
      const { port, subnets } = settings.current.network;
      if (targets === null && subnets.length === 0) {
        return refuseNow('No networks set. Add one in the settings, or name targets.');
      }
      const named = parseTargets(subnets, port);
      for (const [index, text] of (targets ?? []).entries()) {
        const parsed = parseTarget(text, { defaultPort: port, ...(force !== undefined && { force }) });
        if (!parsed.ok) return refuseInput(`targets[${index}]`, parsed.error);
        if (force !== true && isPublic(parsed.target) && !isWithin(parsed.target, named)) {
          return refuseInput(`targets[${index}]`, publicWords(parsed.target, 'If they are yours, use force.'));
        }
      }
      const tooMany = targets === null ? null : tooManyTogether(parseTargets(targets, port));
      if (tooMany !== null) return refuseInput('targets', tooMany);
      const scan_id = discovery.request(targets, actor, force);
      if (scan_id === null) return refuseNow('Too many scans are waiting. Wait until some of them have ended.');
      return { ok: true, value: { scan_id } };
    },
    latest: () => discovery.latest(),
    lastFinished: () => discovery.lastFinished(),
  } satisfies Operations['scans'];
}
