import type { Miner, Rule } from '../../../src-shared/model/index.ts';
import type { StoredMember } from '../../store/store.ts';
import type { Clearing } from '../rules/match-state.ts';
import type { FaultText } from './incident-titles.ts';

/** What is known about rules and miners when matches become incidents. */
export interface IncidentContext {
  rule(id: string): Rule | null;
  miner(id: string): Miner | null;
  miners(): Iterable<Miner>;
  /** Whether it is in maintenance, in which all rules are silent. */
  isInMaintenance(miner: Miner): boolean;
  /** Of a fault that is over, and waits whether that lasts; null while it is there. */
  clearing(fault: Pick<StoredMember, 'rule_id' | 'miner_id'>): Clearing | null;
  faultText(rule: Rule, subject: string): FaultText;
}
