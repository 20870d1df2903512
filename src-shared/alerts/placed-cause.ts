import type { IncidentCause } from '../model/index.ts';

/** Whether a cause says where its miners are. */
export function isPlaced({ kind }: IncidentCause): boolean {
  return kind === 'miner' || kind === 'network' || kind === 'rack' || kind === 'pdu';
}
