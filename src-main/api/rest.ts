import { api } from './call.ts';
import type { Operations } from './operations.ts';

export function implementRest({ rest }: Operations) {
  return { status: api.rest.status.handler(() => rest.status()) };
}
