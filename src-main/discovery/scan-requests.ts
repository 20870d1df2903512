import type { Actor } from '../../src-shared/model/index.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import type { ScanRequest } from './scan-record.ts';

/** The limit of waiting scans, above which requests are refused. */
const MOST_WAITING = 50;

/** The queue of requested scans, and the choice of the next scan. */
export class ScanRequests {
  readonly #waiting: ScanRequest[] = [];
  #wholeBeganMs = Number.NEGATIVE_INFINITY;

  get areWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /**
   * Adds a request and returns the id of its scan; that of an equal request if one is waiting
   * already. Null if too many wait.
   */
  add(targets: readonly string[] | null, actor: Actor, force: boolean): string | null {
    const same = this.#waiting.find(
      (one) => one.force === force && JSON.stringify(one.targets) === JSON.stringify(targets),
    );
    if (same !== undefined) return same.scan_id;
    if (this.#waiting.length >= MOST_WAITING) return null;
    const request: ScanRequest = { scan_id: uuidV7(), trigger: 'operator', targets, actor, force };
    this.#waiting.push(request);
    return request.scan_id;
  }

  /**
   * The next scan. After the first whole scan, a whole scan that is due precedes requests for
   * parts, so that miners that go offline are noticed despite many requests.
   */
  next(monotonicMs: number, intervalMs: number): ScanRequest {
    const [first] = this.#waiting;
    const isDue = monotonicMs - this.#wholeBeganMs >= intervalMs;
    const isPart = first !== undefined && first.targets !== null;
    const wasBegun = this.#wholeBeganMs !== Number.NEGATIVE_INFINITY;
    const request =
      first === undefined || (isPart && isDue && wasBegun)
        ? ({ scan_id: uuidV7(), trigger: 'schedule', targets: null, actor: null } as const)
        : (this.#waiting.shift() as ScanRequest);
    if (request.targets === null) this.#wholeBeganMs = monotonicMs;
    return request;
  }
}
