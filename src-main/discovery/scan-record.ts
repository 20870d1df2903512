import type { Actor, Scan } from '../../src-shared/model/index.ts';
import type { Clock } from '../runtime/clock.ts';
import type { ScanPlan } from './scan-plan.ts';

export interface ScanRequest {
  readonly scan_id: string;
  readonly trigger: Scan['trigger'];
  /** Null means every configured target. */
  readonly targets: readonly string[] | null;
  /** Host names may resolve to public addresses too. */
  readonly force?: boolean;
  /** The actor who requested it; null for a scheduled scan. */
  readonly actor: Actor | null;
}

export interface ScanRecordOptions {
  readonly request: ScanRequest;
  readonly scope: Scan['scope'];
  readonly plan: Pick<ScanPlan, 'addresses' | 'unresolved'>;
  /** The configured targets. */
  readonly subnets: readonly string[];
  readonly clock: Clock;
  /** Called with the scan after each change. */
  readonly publish: (scan: Scan) => void;
}

/** A scan as it is displayed, from its start to its end. */
export class ScanRecord {
  readonly #options: ScanRecordOptions;
  readonly #startedMs: number;
  #scan: Scan;

  constructor(options: ScanRecordOptions) {
    const { request, scope, plan, subnets, clock } = options;
    this.#options = options;
    this.#startedMs = clock.monotonicMs();
    this.#scan = {
      scan_id: request.scan_id,
      trigger: request.trigger,
      scope,
      phase: 'dialling',
      targets: [...(request.targets ?? subnets)],
      started_at: clock.nowMs(),
      finished_at: null,
      duration_ms: null,
      addresses_total: plan.addresses.length,
      addresses_done: 0,
      answered: 0,
      miners_found: 0,
      not_miners: 0,
      other_devices: 0,
      not_identified: 0,
      devices: [],
      miners_new: 0,
      miners_back: 0,
      miners_moved: 0,
      miners_offline: 0,
      message: plan.unresolved.length === 0 ? null : plan.unresolved.join('; '),
    };
    this.update({});
  }

  update(changes: Partial<Scan>): void {
    this.#scan = { ...this.#scan, ...changes };
    this.#options.publish(this.#scan);
  }

  finish(phase: Scan['phase'], message: string | null): Scan {
    const { clock } = this.#options;
    const duration_ms = Math.round(clock.monotonicMs() - this.#startedMs);
    this.update({ phase, finished_at: clock.nowMs(), duration_ms, message: message ?? this.#scan.message });
    return this.#scan;
  }
}

/** The counts of a scan for the log of the loop. */
export function countsOf(scan: Scan): Record<string, number> {
  return {
    addresses: scan.addresses_total,
    answered: scan.answered,
    miners: scan.miners_found,
    new: scan.miners_new,
    offline: scan.miners_offline,
  };
}
