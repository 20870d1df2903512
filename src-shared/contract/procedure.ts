import { oc } from '@orpc/contract';
import { z } from 'zod';

/**
 * The base of every procedure, with the refusals that all calls have. Groups add their own.
 * Messages are written where they are thrown.
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

/** The request cannot be carried out in the current state. */
export const CONFLICT = { status: 409 };

/** Valid input that is not possible: `path` names the field, `allowed` the possible values. */
export const UNPROCESSABLE_CONTENT = {
  status: 422,
  data: z.object({ path: z.string(), allowed: z.array(z.string()).optional() }),
};
