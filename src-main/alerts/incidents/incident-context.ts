import type { Miner, Rule } from '../../../src-shared/model/index.ts';

/** What is known about rules and miners when matches become incidents. */
export interface IncidentContext {
  rule(id: string): Rule | null;
  miner(id: string): Miner | null;
  miners(): Iterable<Miner>;
  /** The fault in words, without a full stop. */
  words(rule: Rule, subject: string): string;
}
