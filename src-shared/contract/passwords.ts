import { z } from 'zod';
import { MinerPasswords, MOST_MINER_PASSWORDS, NewMinerPassword } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure } from './procedure.ts';

/**
 * The passwords that miners of this farm may have. Write-only: no call returns one. On every locked
 * miner without its own password each is tried in this order, then the factory password. Each is
 * tried only once, unless the miner is checked or PowerHive restarts.
 */
export const passwords = {
  list: procedure
    .route({
      method: 'GET',
      path: '/miner-passwords',
      tags: ['passwords'],
      summary: 'What became of each miner password, without the passwords',
      description:
        'How many miners each password unlocked, and how many refused it, since the start of PowerHive, in the order in which they are tried. No response contains a password.',
    })
    .output(MinerPasswords),

  add: procedure
    .route({
      method: 'POST',
      path: '/miner-passwords',
      successStatus: 201,
      tags: ['passwords'],
      summary: 'Add a miner password, and try it on the locked miners',
      description:
        'Adds a password that miners of this farm may have, and tries it on the locked miners. Refused (409) are one that is in the list already, and more than ten. The response has no password.',
    })
    .input(NewMinerPassword)
    .output(MinerPasswords)
    .errors({ CONFLICT }),

  reorder: procedure
    .route({
      method: 'PUT',
      path: '/miner-passwords/order',
      tags: ['passwords'],
      summary: 'Set the order in which the miner passwords are tried',
      description:
        'Takes every id once. A missing or unknown id is refused (409): another window has changed the list, so load it again.',
    })
    .input(z.strictObject({ ids: z.array(z.string()).max(MOST_MINER_PASSWORDS) }))
    .output(MinerPasswords)
    .errors({ CONFLICT }),

  remove: procedure
    .route({
      method: 'DELETE',
      path: '/miner-passwords/{id}',
      tags: ['passwords'],
      summary: 'Remove a miner password; keys that were made with it stay',
      description: 'Removes a password from the list. Keys that were made with it stay.',
    })
    .input(z.object({ id: z.string() }))
    .output(MinerPasswords)
    .errors({ NOT_FOUND }),
};
