import { DAY_MS, MINUTE_MS } from '../../../../src-shared/milliseconds.ts';
import type { JobOrder, JobPlan, PlanConfirmation } from '../../../../src-shared/model/index.ts';
import { countText } from '../../../../src-shared/text/count-text.ts';
import type { Result } from '../../../api/operation-types.ts';
import { refuseInput, refuseNow } from '../../../api/refuse.ts';
import { unknownPlaceholders } from '../../../jobs/goal/pool-addresses.ts';
import type { PlannedOrder } from '../../../jobs/plan/draft.ts';
import type { OperationsParts } from '../operations-parts.ts';
import { queriedMiners } from './queried-miners.ts';

/** The limit for scheduling a job or the end of a pause ahead: the operator would forget a later one. */
const MOST_AHEAD_MS = 30 * DAY_MS;
/** Up to this time in the past counts as now, because clocks differ and requests take time. */
const MOST_BEHIND_MS = 60_000;

const PAST = 'this time is in the past. Choose a later one.';

/** Checks orders as callers give them: their miners, their times and their parameters. */
export function orderInput(parts: OperationsParts) {
  const { clock } = parts;

  /** The miners of an order, or its refusal if it is not valid. */
  const wanted = (
    order: Pick<JobOrder, 'ids' | 'query' | 'params'>,
  ): Result<readonly string[], 'UNPROCESSABLE_CONTENT'> => {
    for (const [index, { user }] of (order.params.pools ?? []).entries()) {
      const [unknown] = unknownPlaceholders(user);
      if (unknown !== undefined) {
        return refuseInput(
          `params.pools[${index}].user`,
          `{${unknown}} stands for nothing: use {name}, {mac}, {ip}, {hostname}, {tag.x} or {worker}.`,
        );
      }
    }
    // The plan skips miners that were removed meanwhile, but not the others.
    if (order.ids !== undefined) return { ok: true, value: order.ids };
    return queriedMiners(order.query ?? '', parts);
  };

  /** The refusal of an invalid start time; null if it is valid. */
  const wrongStart = ({ start_at }: Pick<JobOrder, 'start_at'>) => {
    if (start_at === undefined) return null;
    if (start_at - clock.nowMs() > MOST_AHEAD_MS) {
      return refuseInput('start_at', 'a job can be scheduled for the next 30 days.');
    }
    if (clock.nowMs() - start_at <= MOST_BEHIND_MS) return null;
    return refuseInput('start_at', PAST);
  };

  /**
   * When a pause ends that begins at `startAt`; undefined if it does not. Also its refusal. Minutes
   * count from `fromAt`.
   */
  const endOf = (order: Pick<JobOrder, 'resume_at' | 'resume_after_minutes'>, startAt: number, fromAt = startAt) => {
    const { resume_at, resume_after_minutes: minutes } = order;
    const at = minutes === undefined ? resume_at : fromAt + minutes * MINUTE_MS;
    if (at === undefined) return { ok: true, value: undefined } as const;
    if (at <= clock.nowMs()) return refuseInput('resume_at', PAST);
    if (at <= startAt) return refuseInput('resume_at', 'this is not after the pause begins. Choose a later time.');
    if (at - clock.nowMs() > MOST_AHEAD_MS) {
      return refuseInput('resume_at', 'a pause can end within the next 30 days.');
    }
    return { ok: true, value: at } as const;
  };

  /** An order as it is planned, with its miners; or its refusal if it is not valid. */
  const checked = (
    order: JobOrder,
  ): Result<{ order: PlannedOrder; ids: readonly string[] }, 'UNPROCESSABLE_CONTENT'> => {
    const end = endOf(order, Math.max(order.start_at ?? 0, clock.nowMs()));
    const ids = wrongStart(order) ?? (end.ok ? wanted(order) : end);
    if (!ids.ok) return ids;
    const { resume_at: _, resume_after_minutes: __, ...rest } = order;
    return { ok: true, value: { order: { ...rest, ...(end.ok && { resume_at: end.value }) }, ids: ids.value } };
  };

  return { wanted, endOf, checked };
}

/** The refusal of a plan that is not confirmed, or has changed since the preview; else null. */
export function unconfirmed(plan: JobPlan, given: PlanConfirmation) {
  const wrong = wrongCount(plan, given.confirm_count);
  if (wrong !== null) return refuseInput('confirm_count', wrong);
  const isOther = given.planned_digest !== undefined && given.planned_digest !== plan.planned_digest;
  return isOther
    ? refuseNow(
        'Other miners than those of the preview, or other presets, preset switchers or worker names, would be changed by now: preview it again.',
      )
    : null;
}

/**
 * The reason why a plan is not confirmed; null if it is, or needs no count. A given count must be
 * right even if none is needed, because the caller relies on it.
 */
function wrongCount({ planned, confirm_count: asked }: JobPlan, given: number | null | undefined): string | null {
  if (given === undefined || given === null) {
    return asked === null ? null : `this changes ${countText(asked, 'miner')}: give that number to confirm it.`;
  }
  return given === planned.length
    ? null
    : `${given} was confirmed, and it is ${countText(planned.length, 'miner')} now: plan it again.`;
}
