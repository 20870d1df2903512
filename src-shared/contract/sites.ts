import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { NewRemoteSite, RemoteSite, RemoteSitePatch } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure } from './procedure.ts';

const SiteId = z.object({ id: z.string() });

/** Other PowerHives whose farms are shown here. */
export const sites = {
  list: procedure
    .route({ method: 'GET', path: '/sites', tags: ['sites'], summary: 'Other sites and how they stand' })
    .output(z.array(RemoteSite)),

  add: procedure
    .route({ method: 'POST', path: '/sites', successStatus: 201, tags: ['sites'], summary: 'Add another site' })
    .input(NewRemoteSite)
    .output(RemoteSite)
    .errors({ CONFLICT }),

  update: procedure
    .route({
      method: 'PATCH',
      path: '/sites/{id}',
      inputStructure: 'detailed',
      tags: ['sites'],
      summary: 'Rename a site, change its address or token, switch it on or off',
    })
    .input(z.object({ params: SiteId, body: RemoteSitePatch }))
    .output(RemoteSite)
    .errors({ CONFLICT, NOT_FOUND }),

  remove: procedure
    .route({ method: 'DELETE', path: '/sites/{id}', tags: ['sites'], summary: 'Remove a site' })
    .input(SiteId)
    .output(z.object({ removed: z.literal(true) }))
    .errors({ CONFLICT, NOT_FOUND }),

  /**
   * One call of this contract at another site, with its token. The screens use it to show that
   * site. The response is JSON text, checked against the contract; null if the call has none.
   */
  call: procedure
    .input(SiteId.extend({ path: z.string().max(100), input: z.unknown().optional() }))
    .output(z.string().nullable())
    .errors({ NOT_FOUND }),

  /** The live stream of another site: each event (`LiveEvent`) as checked JSON text. */
  events: procedure.input(SiteId).output(eventIterator(z.string())),
};
