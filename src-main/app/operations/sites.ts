import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { refuse, refuseNow } from '../../api/refuse.ts';
import { MOST_SITES, type SiteChange } from '../../sites/sites.ts';
import type { OperationsParts } from './operations-parts.ts';

export function createSiteOperations({ sites }: OperationsParts) {
  return {
    list: () => sites.list(),
    async add(input, { actor }: By) {
      const change = await sites.add(input, actor);
      if (!change.ok) return refuseNow(conflictWords(change, input.name));
      return { ok: true, value: change.site };
    },
    async update({ params: { id }, body }, { actor }: By) {
      const change = await sites.update(id, body, actor);
      if (!change.ok) return change.why === 'unknown' ? noSite(id) : refuseNow(conflictWords(change, body.name ?? id));
      return { ok: true, value: change.site };
    },
    async remove({ id }, { actor }: By) {
      const change = await sites.remove(id, actor);
      if (!change.ok) return change.why === 'unknown' ? noSite(id) : refuseNow(conflictWords(change, id));
      return { ok: true, value: { removed: true } };
    },
    async call({ id, path, input }, by?: By) {
      const result = await sites.call(id, path, input, by?.stopping);
      if (result !== null) return { ok: true, value: result.text };
      const message = `There is no site ${id}, or its ${path} is for that computer's own screens.`;
      return refuse({ code: 'NOT_FOUND', message, data: { id } });
    },
    events: (id, signal) => sites.events(id, signal),
  } satisfies Operations['sites'];
}

function noSite(id: string) {
  return refuse({ code: 'NOT_FOUND', message: `There is no site ${id}.`, data: { id } });
}

function conflictWords({ why }: Extract<SiteChange, { ok: false }>, name: string): string {
  if (why === 'taken') return `There is a site ${name} already.`;
  if (why === 'token') return 'The token of a site is for its address: enter it again with the new one.';
  if (why === 'too_many') return `There are ${MOST_SITES} sites already. Remove one first.`;
  return 'This site is in the configuration file: change it there.';
}
