import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Rule } from '../../../../src-shared/model/index.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { AlertFarm } from '../../alert-farm.ts';
import type { MaintenanceStore } from '../../maintenance/maintenance-store.ts';
import type { CompiledRule } from '../../rules/compiled-rule.ts';
import type { CauseRateLimit } from '../announcing/cause-rate-limit.ts';
import { faultKey } from '../group-by-cause.ts';
import { type EndedMatch, Evaluator, type RuleMatch, type RuleMatches } from './evaluator.ts';
import { joinPendingMatches } from './join-pending-matches.ts';

/** How often all miners are matched, although nothing about most of them has changed. */
const SWEEP_MS = 60_000;
/** For how long rows are matched in one go, however many rules there are: other work must run. */
const TURN_MS = 5;
const ROWS_AT_ONCE = 20;

export interface FarmMatchesOptions {
  readonly farm: AlertFarm;
  readonly maintenance: MaintenanceStore;
  readonly clock: Clock;
  readonly rateLimit: CauseRateLimit;
  readonly isWatched: () => boolean;
  readonly ruleOf: (id: string) => Rule | null;
}

/** Matches the rules against the miners about which something may have changed. */
export class FarmMatches {
  readonly evaluator = new Evaluator();
  readonly #options: FarmMatchesOptions;
  /** Miners whose rows have changed since they were matched. */
  #changed = new Set<string>();
  #sweptAt: number | null = null;
  /** Since when the farm has been watched without a break. */
  #seenSinceAt: number;

  constructor(options: FarmMatchesOptions) {
    this.#options = options;
    this.#seenSinceAt = options.clock.nowMs();
  }

  setRules(rules: readonly CompiledRule[]): void {
    this.evaluator.setRules(rules);
    this.#sweptAt = null;
  }

  /** The rows of these miners have changed. */
  minersChanged(ids: Iterable<string>): void {
    for (const id of ids) this.#changed.add(id);
  }

  /** The farm was not seen until now, so that what was pending does not count. */
  notWatched(nowMs: number): void {
    this.#sweptAt = null;
    this.#seenSinceAt = nowMs;
  }

  /**
   * Matches in a round: the miners that have changed, and those with a fault, because what decides
   * about it may have changed. Once a minute all, and in each round if a rule may match by time alone.
   */
  async round(nowMs: number): Promise<RuleMatches | null> {
    const { farm } = this.#options;
    const ids = this.#takeChanged(this.evaluator.attended());
    const isSweep = this.#sweptAt === null || nowMs - this.#sweptAt >= SWEEP_MS;
    if (isSweep) this.#sweptAt = nowMs;
    const found = await this.#match(isSweep || this.evaluator.isTimed ? farm.ids() : [...ids]);
    const over = this.evaluator.sweep(
      (id) => farm.miner(id) !== null,
      (id) => farm.successorOf(id),
    );
    return this.#joined({ began: found.began, ended: [...found.ended, ...over] });
  }

  /**
   * Matches between two rounds: the miners that have changed, and matches that are old enough. Those
   * that maintenance silences wait for the round: at its end they are one incident, and not one for
   * each reading.
   */
  async betweenRounds(nowMs: number): Promise<RuleMatches | null> {
    const ids = [...this.#takeChanged(this.evaluator.due(nowMs))].filter((id) => !this.evaluator.isSilenced(id));
    return ids.length === 0 ? null : this.#joined(await this.#match(ids));
  }

  #takeChanged(others: Iterable<string>): Set<string> {
    const ids = this.#changed;
    this.#changed = new Set();
    for (const id of others) ids.add(id);
    return ids;
  }

  async #match(ids: readonly string[]): Promise<RuleMatches> {
    const { farm, maintenance, clock, rateLimit, isWatched } = this.#options;
    const moment = farm.moment();
    const context = {
      isInJob: farm.isInJob,
      isBeyondReach: farm.isBeyondReach,
      isInMaintenance: maintenance.at(moment),
      isWatched: isWatched(),
      seenSinceAt: this.#seenSinceAt,
      isUnsteady: (id: string, ruleId: string) => rateLimit.isUnsteady(faultKey(id, ruleId), moment.nowMs),
    };
    const began: RuleMatch[] = [];
    const ended: EndedMatch[] = [];
    let turnAt = clock.monotonicMs();
    for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
      if (clock.monotonicMs() - turnAt >= TURN_MS) {
        await nextTurn();
        turnAt = clock.monotonicMs();
      }
      const rows = ids.slice(from, from + ROWS_AT_ONCE).flatMap((id) => farm.miner(id) ?? []);
      const found = this.evaluator.evaluate(rows, moment, context);
      began.push(...found.began);
      ended.push(...found.ended);
    }
    return { began, ended };
  }

  /** With pending matches of the same cause; null if nothing has begun or ended. */
  #joined({ began, ended }: RuleMatches): RuleMatches | null {
    if (began.length === 0 && ended.length === 0) return null;
    const { farm, rateLimit, ruleOf } = this.#options;
    const { nowMs } = farm.moment();
    for (const { minerId, ruleId } of [...began, ...ended]) rateLimit.noteChange(faultKey(minerId, ruleId), nowMs);
    const known = { rule: ruleOf, miner: farm.miner, miners: () => farm.ids().flatMap((id) => farm.miner(id) ?? []) };
    return { began: joinPendingMatches(began, this.evaluator, known), ended };
  }
}
