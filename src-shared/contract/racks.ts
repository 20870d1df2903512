import { z } from 'zod';
import { NewRack, Rack, RackPatch } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure } from './procedure.ts';

const byId = z.object({ id: z.uuidv7() });

/** Descriptions of racks. Miners are assigned to them by their places. */
export const racks = {
  list: procedure
    .route({
      method: 'GET',
      path: '/racks',
      tags: ['racks'],
      summary: 'List the racks that are described',
      description: 'The racks that are described. The places of miners may also name racks without a description.',
    })
    .output(z.array(Rack)),

  create: procedure
    .route({
      method: 'POST',
      path: '/racks',
      successStatus: 201,
      tags: ['racks'],
      summary: 'Describe a rack',
      description:
        'Describes a rack: its size, its power limit, and the devices that feed and serve it. Fields that are left out are unknown. Refused (409) are a rack that is described already, and more than 5,000.',
    })
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
      description:
        'Changes the given fields; null makes one unknown. The name of a rack is fixed, because the places of miners contain it.',
    })
    .input(z.object({ params: byId, body: RackPatch }))
    .output(Rack)
    .errors({ NOT_FOUND }),

  remove: procedure
    .route({
      method: 'DELETE',
      path: '/racks/{id}',
      tags: ['racks'],
      summary: 'Remove the description of a rack',
      description: 'Removes the description of a rack. The places of its miners are kept.',
    })
    .input(byId)
    .output(z.object({ removed: z.literal(true) }))
    .errors({ NOT_FOUND }),
};
