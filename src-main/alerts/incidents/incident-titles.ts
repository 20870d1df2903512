import { firmwareOfCause } from '../../../src-shared/alerts/firmware-cause.ts';
import { poolOfCause } from '../../../src-shared/alerts/pool-cause.ts';
import { CONDITION_OF_ATTENTION } from '../../../src-shared/condition-kinds.ts';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { IncidentCause, Miner, Rule } from '../../../src-shared/model/index.ts';
import { foreignPoolWords } from '../../../src-shared/pools/own-pools.ts';
import { leavesOf, parseQuery, queriedConditions } from '../../../src-shared/query/index.ts';
import { countText, numberText } from '../../../src-shared/text/count-text.ts';
import { firstSentence } from '../../../src-shared/text/first-sentence.ts';
import { builtInRule } from '../rules/built-in-rules.ts';
import type { GroupSizes } from './group-by-cause.ts';

/** The place of a group, by its cause. */
function placeWords({ kind, key }: IncidentCause): string {
  switch (kind) {
    case 'network':
      return ` in ${key}`;
    case 'rack':
      return ` in rack ${key}`;
    case 'pdu':
      return ` on PDU ${key}`;
    case 'tag':
      return ` with tag ${key}`;
    case 'pool':
      return ` on pool ${key}`;
    case 'model':
      return ` of model ${key}`;
    case 'firmware': {
      const { model, version } = firmwareOfCause(key);
      return ` of model ${model} with firmware ${version}`;
    }
    case 'site':
    case 'miner':
      return '';
  }
}

/** The title of an incident about many miners. */
export function groupTitle(
  rule: Pick<Rule, 'id' | 'name'>,
  cause: IncidentCause,
  miners: number,
  sizes: GroupSizes,
): string {
  const of = Math.max(sizes.of(cause), miners);
  const dark = rule.id === 'offline' && miners >= of ? darkWords(cause, sizes) : null;
  if (dark !== null) {
    const [what, network] = dark;
    return `${what}: all ${numberText(miners)} miners offline${network === null ? '' : ` (${network})`}`;
  }
  const builtIn = builtInRule(rule.id);
  if (cause.kind === 'pool' && builtIn?.poolIsFault === true)
    return foreignPoolWords(poolOfCause(cause.key), countText(miners, 'miner'));
  if (cause.kind === 'pool' && rule.id === 'pools_down')
    return `${countText(miners, 'miner')} without a pool: ${cause.key} is down`;
  const what = builtIn?.titleAfterCount ?? null;
  const ofFarm =
    of > miners ? `${numberText(miners)} of ${numberText(of)} miners` : `all ${countText(miners, 'miner')}`;
  const share = cause.kind === 'site' ? ofFarm : countText(miners, 'miner');
  if (what === null) return `${rule.name}: ${share}${placeWords(cause)}`;
  return `${share.replace(/^a/, 'A')} ${what}${placeWords(cause)}`;
}

/** What is dark, and its network if it has exactly these miners; null if it is no place. */
function darkWords({ kind, key }: IncidentCause, sizes: GroupSizes): [what: string, network: string | null] | null {
  if (kind === 'rack') return [`Rack ${key} is dark`, sizes.networkOfRack(key)];
  if (kind !== 'network') return null;
  const row = sizes.rowOfNetwork(key);
  return row === null ? [`Network ${key} is gone`, null] : [`Row ${row} is dark`, key];
}

const DARK =
  /^(?:Rack (?<rack>.+)|Row (?<row>.+)|Network (?<network>.+)) (?:is|was) (?:dark|gone): (?<all>all [\d,]+ miners) offline/;

/** What a title says as a present state. */
const PRESENT = /^((?:Rack|Row|Network) .+|.+ without a pool: .+) is (dark:|gone:|down$)/;

/** The title of an incident that is over, which must not say that a rack is dark now. */
export function pastTitle(title: string): string {
  return title.replace(PRESENT, '$1 was $2');
}

/** What is true at the end of an incident about a place that was dark; null if it was not about one. */
export function backTitle(title: string): string | null {
  const { rack, row, network, all } = DARK.exec(title)?.groups ?? {};
  if (all === undefined) return null;
  const place = rack !== undefined ? `rack ${rack}` : row !== undefined ? `row ${row}` : network;
  return `Back: ${all} of ${place}`;
}

/** The end of a title whose miners are offline for another reason, so that the fault cannot be seen. */
export const OFFLINE_NOW = ' (offline now)';

/** The end of a title whose faults are over, and wait whether that lasts. */
export const WELL_AGAIN = ' (well again)';

/** The end of a title that stays in the lists although its miners are in maintenance. */
export const IN_MAINTENANCE = ' (in maintenance)';

/** The title of an incident about one miner: its worst fault, and the number of others. */
export function minerTitle(name: string, worst: string, faults: number): string {
  return `${name}: ${firstSentence(worst)}${faults > 1 ? `, +${faults - 1}` : ''}`;
}

interface Asked {
  readonly conditions: ReadonlySet<string>;
  /** Whether it asks for the share of the expected hash rate. */
  readonly hashrateShare: boolean;
}

/** Cached per rule, because ten thousand miners may go offline in one round. */
const askedBy = new WeakMap<object, Asked>();

function askedOf(rule: Pick<Rule, 'query'>): Asked {
  const known = askedBy.get(rule);
  if (known !== undefined) return known;
  const { terms } = parseQuery(rule.query);
  const asked = {
    conditions: queriedConditions(terms),
    hashrateShare: leavesOf(terms).some(
      (term) => term.kind === 'number' && term.field === 'hashrate' && term.values.some(({ percent }) => percent),
    ),
  };
  askedBy.set(rule, asked);
  return asked;
}

/** A title names at most this many boards. */
const MOST_NAMED = 3;

/** A fault in words, without a full stop. */
export interface FaultText {
  readonly message: string;
  /** How many conditions it is, such as one for each board; null if none is known. */
  readonly conditions: number | null;
}

/**
 * The miner's conditions that a rule matches, in the words of its row, with each board if it is
 * about boards. Null if the miner has none of them.
 */
export function conditionText(rule: Pick<Rule, 'query'>, miner: Miner): FaultText | null {
  const codes = askedOf(rule).conditions;
  const found = miner.attention.filter(({ code }) => codes.has(CONDITION_OF_ATTENTION[code] ?? code));
  if (found.length === 0) return null;
  const messages = found.slice(0, MOST_NAMED).map(({ code, message }) => {
    const words = message.replace(/\.$/, '');
    // The reason of the firmware does not say that the miner stopped.
    return CONDITION_OF_ATTENTION[code] === 'protective_stop' ? `Stopped by itself: ${words}` : words;
  });
  const more = found.length - messages.length;
  const message = [...messages, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
  return { message, conditions: found.length };
}

/** What a rule finds on a miner, in the words of its row if it has some. */
export function faultText(rule: Pick<Rule, 'id' | 'name' | 'query'>, miner: Miner): FaultText {
  return conditionText(rule, miner) ?? { message: figureWords(rule, miner), conditions: null };
}

function figureWords(rule: Pick<Rule, 'name' | 'query'>, miner: Miner): string {
  const { hashrate_hs, hashrate_expected_hs } = miner.latest_status ?? {};
  if (askedOf(rule).hashrateShare && hashrate_hs != null && hashrate_expected_hs != null) {
    return `Hash rate at ${Math.round((hashrate_hs / hashrate_expected_hs) * 100)} % of expected`;
  }
  return rule.name;
}

export function nameOf(miner: Miner | null, id: string): string {
  return miner === null ? id : minerName(miner);
}
