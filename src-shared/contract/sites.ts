import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { NewRemoteSite, RemoteSite, RemoteSitePatch } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure } from './procedure.ts';

const SiteId = z.object({ id: z.string() });

/** Other PowerHives whose farms are shown here. */
export const sites = {
  list: procedure
    .route({
      method: 'GET',
      path: '/sites',
      tags: ['sites'],
      summary: 'Other sites and how they stand',
      description:
        'The other PowerHives whose farms are shown here, with their state and their totals. A token is never in a response: `has_token` says whether there is one.',
    })
    .output(z.array(RemoteSite)),

  add: procedure
    .route({
      method: 'POST',
      path: '/sites',
      successStatus: 201,
      tags: ['sites'],
      summary: 'Add another site',
      description:
        'Adds another PowerHive, by its address and a token that was made there. Refused (409) are a name that is taken, and more than 100 sites.',
    })
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
      description:
        'Changes the given fields; what is left out stays. Refused (409) are a new address without the token, a name that is taken, and a site of the configuration file, which is changed there.',
    })
    .input(z.object({ params: SiteId, body: RemoteSitePatch }))
    .output(RemoteSite)
    .errors({ CONFLICT, NOT_FOUND }),

  remove: procedure
    .route({
      method: 'DELETE',
      path: '/sites/{id}',
      tags: ['sites'],
      summary: 'Remove a site',
      description:
        'Removes a site from the screens here. A site of the configuration file is refused (409): it is removed there.',
    })
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
