import type { ActivityEntry } from '../../../src-shared/model/index.ts';

export type ActivityKind = ActivityEntry['kind'];
export type ActivityLevel = ActivityEntry['level'];

export const KIND_NAMES: Readonly<Record<ActivityKind, string>> = {
  scan: 'Scans',
  miner_new: 'New miners',
  miner_offline: 'Gone offline',
  miner_back: 'Back online',
  miner_moved: 'Moved to another address',
  address_conflict: 'Address conflicts',
  api_key_created: 'API keys created',
  unlock_refused: 'Unlock refused',
  operator_change: 'Changes by the operator',
  watching: 'Watching',
  error: 'Errors',
  app: 'PowerHive itself',
};
