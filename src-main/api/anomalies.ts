import { api } from './call.ts';
import type { Engine } from './engine.ts';

export function implementAnomalies({ anomalies }: Engine) {
  return { list: api.anomalies.list.handler(() => anomalies.list()) };
}
