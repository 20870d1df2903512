import { oc } from '@orpc/contract';
import { z } from 'zod';

/**
 * Where every procedure begins: the refusals that any caller can meet, whatever it asks for. Topics
 * add their own. Messages are written where they are thrown, for the person who reads them.
 */
export const procedure = oc.errors({
  BAD_REQUEST: {
    status: 400,
    data: z.object({ fields: z.array(z.object({ path: z.string(), message: z.string() })) }),
  },
  SERVICE_UNAVAILABLE: { status: 503, message: 'PowerHive is stopping' },
});

/** There is no such miner or model. */
export const NOT_FOUND = { status: 404, data: z.object({ id: z.string() }) };

/** What is asked for cannot be done in the present state. */
export const CONFLICT = { status: 409 };

/** Well formed, and not possible: `path` names the field, `allowed` what it could be. */
export const UNPROCESSABLE_CONTENT = {
  status: 422,
  data: z.object({ path: z.string(), allowed: z.array(z.string()).optional() }),
};
