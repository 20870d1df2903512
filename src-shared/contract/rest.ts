import { z } from 'zod';
import { RestStatus } from '../model/index.ts';
import { procedure } from './procedure.ts';

/** REST itself, for the screen that switches it. */
export const rest = {
  status: procedure.output(RestStatus),

  /** The OpenAPI document as JSON, for the page that explains it. */
  document: procedure.output(z.string()),
};
