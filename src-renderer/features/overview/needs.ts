import { byUrgency, type Urgency } from '../../../src-shared/alerts/urgency.ts';
import { darkSilent, isDarkPart } from '../../../src-shared/miner/dark-miners.ts';
import { totalShortfallHs } from '../../../src-shared/miner/lost-hashrate.ts';
import { isCritical, isInDanger, type Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Incident, Miner } from '../../../src-shared/model/index.ts';
import { exactQuery } from '../../miner-view/exact-query.ts';
import { type Alike, groupByProblem } from '../../miner-view/group-by-problem.ts';
import { overviewTexts } from './overview-texts.ts';

const texts = overviewTexts.needs;

/**
 * What needs the operator: an incident, miners with a problem that is not an incident, or a dark part
 * of the farm that just stopped answering.
 */
export type Need = Urgency &
  (
    | { readonly kind: 'incident'; readonly incident: Incident }
    | {
        readonly kind: 'miners';
        readonly alike: Alike;
        readonly isDark: boolean;
        /** Finds exactly those of a dark part; null for others, whose problem is a search. */
        readonly query: string | null;
      }
    | { readonly kind: 'silent'; readonly silent: readonly Miner[]; readonly query: string }
  );

/** Problems of these codes make a part of the farm dark. */
const DARK_CODES: ReadonlySet<string> = new Set(['offline', 'not_answering']);

/**
 * What needs the operator, the worst first: open incidents, and miners with a problem that is not
 * an incident, or not yet. A dark rack, or a dark part of the farm, that is none yet is before all
 * but miners in danger. The one that costs most is among the first, whatever else there is. `farm`:
 * all miners.
 */
export function needsNow(
  open: readonly Incident[],
  beside: readonly Miner[],
  moment: Moment,
  farm: readonly Miner[] = [],
): readonly Need[] {
  // Those of which it is known already are lines of their own.
  const silent = darkSilent(farm).filter(({ attention }) => !attention.some(({ code }) => DARK_CODES.has(code)));
  const needs = [
    ...(silent.length > 0 ? [silentNeed(silent, farm, moment)] : []),
    ...open.map((incident): Need => ({ kind: 'incident', incident, ...urgencyOf(incident) })),
    ...groupByProblem(beside).map((alike): Need => {
      const isDark = DARK_CODES.has(alike[0].attention[0]?.code ?? '') && isDarkPart(alike, farm);
      const urgency = urgencyOfMiners(alike, moment);
      const query = isDark ? exactQuery(alike, farm, moment, ['offline']) : null;
      return { kind: 'miners', alike, isDark, query, ...urgency, ...(isDark && { severity: 'critical' }) };
    }),
  ];
  return withCostliest(needs.sort((a, b) => rank(b) - rank(a) || byUrgency(a, b)));
}

/** So far up stands the problem that costs most: where there is room for few lines, it is one of them. */
const COSTLIEST_AT = 2;

function withCostliest(needs: readonly Need[]): readonly Need[] {
  const costs = needs.map(({ hashrate_lost_hs }) => hashrate_lost_hs ?? 0);
  const at = costs.indexOf(Math.max(...costs));
  const costliest = needs[at];
  if (costliest === undefined || at <= COSTLIEST_AT || costs[at] === 0) return needs;
  return [
    ...needs.slice(0, COSTLIEST_AT),
    costliest,
    ...needs.slice(COSTLIEST_AT).filter((need) => need !== costliest),
  ];
}

function rank(need: Need): number {
  return need.in_danger === true ? 2 : Number(isDarkNeed(need));
}

function isDarkNeed(need: Need): boolean {
  return need.kind === 'silent' || (need.kind === 'miners' && need.isDark);
}

/** What they lose is not known: they may hash all the same. */
function silentNeed(silent: readonly Miner[], farm: readonly Miner[], moment: Moment): Need {
  // The part of a farm that has too many for a query is most of it.
  const query = exactQuery(silent, farm, moment) ?? 'managed';
  const heard = silent.flatMap(({ polling }) => polling.last_success_at ?? []);
  const since_at = heard.length === 0 ? null : Math.min(...heard);
  return { kind: 'silent', silent, query, severity: 'critical', hashrate_lost_hs: null, since_at };
}

/** Identifies a line while others are added and removed. */
export function needKey(need: Need): string {
  if (need.kind === 'silent') return 'silent';
  return need.kind === 'incident' ? need.incident.incident_id : need.alike[0].id;
}

function urgencyOf({ severity, in_danger, well_since_at, hashrate_lost_hs, since_at }: Incident): Urgency {
  const isWell = well_since_at != null;
  return { severity: isWell ? 'info' : severity, in_danger, well_since_at, hashrate_lost_hs, since_at };
}

function urgencyOfMiners(alike: Alike, moment: Moment): Urgency {
  const sinces = alike.flatMap(({ attention: [worst] }) => worst?.since_at ?? []);
  return {
    severity: alike.some(isCritical) ? 'critical' : 'warning',
    in_danger: alike.some(isInDanger),
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
