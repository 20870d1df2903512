import { api } from './call.ts';
import type { Engine } from './engine.ts';

export function implementRest({ rest }: Engine) {
  return { status: api.rest.status.handler(() => rest.status()) };
}
