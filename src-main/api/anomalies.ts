import { api } from './call.ts';
import type { Operations } from './operations.ts';

export function implementAnomalies({ anomalies }: Operations) {
  return { list: api.anomalies.list.handler(() => anomalies.list()) };
}
