import type { Miner, Rule } from '../../../src-shared/model/index.ts';
import type { FaultText } from './incident-titles.ts';

/** What is known about rules and miners when matches become incidents. */
export interface IncidentContext {
  rule(id: string): Rule | null;
  miner(id: string): Miner | null;
  miners(): Iterable<Miner>;
  /** Whether it is in maintenance, in which all rules are silent. */
  isInMaintenance(miner: Miner): boolean;
  faultText(rule: Rule, subject: string): FaultText;
}
