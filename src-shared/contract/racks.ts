import { z } from 'zod';
import { NewRack, Rack, RackPatch } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure } from './procedure.ts';

const byId = z.object({ id: z.uuidv7() });

/** Descriptions of racks. Miners are assigned to them by their places. */
export const racks = {
  list: procedure
    .route({ method: 'GET', path: '/racks', tags: ['racks'], summary: 'List the racks that are described' })
    .output(z.array(Rack)),

  create: procedure
    .route({ method: 'POST', path: '/racks', successStatus: 201, tags: ['racks'], summary: 'Describe a rack' })
    .input(NewRack)
    .output(Rack)
    .errors({ CONFLICT }),

  update: procedure
    .route({
      method: 'PATCH',
      path: '/racks/{id}',
      inputStructure: 'detailed',
      tags: ['racks'],
      summary: 'Change size, power limit, PDU or switch of a rack',
    })
    .input(z.object({ params: byId, body: RackPatch }))
    .output(Rack)
    .errors({ NOT_FOUND }),

  /** The places of its miners are kept. */
  remove: procedure
    .route({ method: 'DELETE', path: '/racks/{id}', tags: ['racks'], summary: 'Remove the description of a rack' })
    .input(byId)
    .output(z.object({ removed: z.literal(true) }))
    .errors({ NOT_FOUND }),
};
