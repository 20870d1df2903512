import { byUrgency, type Urgency } from '../../../src-shared/alerts/urgency.ts';
import { totalShortfallHs } from '../../../src-shared/miner/lost-hashrate.ts';
import { isCritical, type Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Incident, Miner } from '../../../src-shared/model/index.ts';
import { type Alike, groupByProblem } from '../../miner-view/group-by-problem.ts';
import { overviewTexts } from './overview-texts.ts';

const texts = overviewTexts.needs;

/** What needs the operator: an incident, or miners with a problem that is not an incident. */
export type Need = Urgency &
  ({ readonly kind: 'incident'; readonly incident: Incident } | { readonly kind: 'miners'; readonly alike: Alike });

/**
 * What needs the operator, the worst first: open incidents, and miners with a problem that is not
 * an incident, or not yet.
 */
export function needsNow(open: readonly Incident[], beside: readonly Miner[], moment: Moment): readonly Need[] {
  return [
    ...open.map((incident): Need => ({ kind: 'incident', incident, ...urgencyOf(incident) })),
    ...groupByProblem(beside).map((alike): Need => ({ kind: 'miners', alike, ...urgencyOfMiners(alike, moment) })),
  ].sort(byUrgency);
}

/** Identifies a line while others are added and removed. */
export function needKey(need: Need): string {
  return need.kind === 'incident' ? need.incident.incident_id : need.alike[0].id;
}

function urgencyOf({ severity, hashrate_lost_hs, since_at }: Incident): Urgency {
  return { severity, hashrate_lost_hs, since_at };
}

function urgencyOfMiners(alike: Alike, moment: Moment): Urgency {
  const sinces = alike.flatMap(({ attention: [worst] }) => worst?.since_at ?? []);
  return {
    severity: alike.some(isCritical) ? 'critical' : 'warning',
    hashrate_lost_hs: totalShortfallHs(alike, moment),
    since_at: sinces.length === 0 ? null : Math.min(...sinces),
  };
}

/**
 * What is said where nothing needs the operator. `silent`: how many miners do not answer, in words.
 * Without monitoring, no problem is seen, so that none is known.
 */
export function nothingText(farm: {
  readonly isAnyMonitored: boolean;
  readonly isWatching: boolean;
  readonly silent: string | null;
}): string {
  if (!farm.isAnyMonitored) return texts.unmonitored;
  if (!farm.isWatching) return texts.unwatched;
  return farm.silent === null ? texts.none : `${texts.notYet} ${farm.silent}.`;
}
