import type { NewRule, Rule } from '../../../../src-shared/model/index.ts';
import { isNeverClear, parseQuery } from '../../../../src-shared/query/index.ts';
import { DESKTOP_CHANNEL } from '../../../alerts/announcement.ts';
import { whyNotAutomatic } from '../../../alerts/automatic/automatic-rules.ts';
import type { Refused } from '../../../api/operation-types.ts';
import { refuseInput } from '../../../api/refuse.ts';
import type { OperationsParts } from '../operations-parts.ts';

/** A rule after a change, or a new one. */
type Written = NewRule & Pick<Rule, 'id' | 'about'>;

type Refusal = Refused<'UNPROCESSABLE_CONTENT'> | null;

/** The refusal of an invalid query in an input; null if all are valid. */
export function wrongQuery(queries: Readonly<Record<string, string | null | undefined>>): Refusal {
  for (const [path, text] of Object.entries(queries)) {
    if (text === null || text === undefined) continue;
    const [wrong] = parseQuery(text).errors;
    if (wrong !== undefined) return refuseInput(path, wrong.message);
  }
  return null;
}

/**
 * The refusal of a rule that could not do what it says; null if it can. `before` is the rule that
 * is changed: what it has already is accepted, so that a rule can be switched off whose channel was
 * deleted.
 */
export function wrongRule(
  rule: Written,
  before: Rule | null,
  channels: Pick<OperationsParts['channels'], 'get'>,
): Refusal {
  const wrong = wrongQuery({ query: rule.query, clear_query: rule.clear_query });
  if (wrong !== null) return wrong;
  if (rule.about !== 'miners') {
    if (rule.query !== '') return refuseInput('query', 'a rule about racks or PowerHive itself has none.');
    if (rule.clear_query !== null)
      return refuseInput('clear_query', 'a rule about racks or PowerHive itself has none.');
  } else if (rule.query === '') return refuseInput('query', 'must not be empty.');
  const isNew = rule.query !== before?.query || rule.clear_query !== before.clear_query;
  if (isNew && isNeverClear(rule.query, rule.clear_query ?? '')) {
    const message = 'must not match only miners that "query" matches too: the incident would never end.';
    return refuseInput('clear_query', message);
  }
  const never = whyNotAutomatic(rule);
  if (never !== null) return refuseInput('suggested_action.automatic', never);
  return (
    wrongChannels('channels', rule.channels, before?.channels ?? [], channels) ??
    wrongChannels('escalation.channels', rule.escalation?.channels ?? [], before?.escalation?.channels ?? [], channels)
  );
}

/** The refusal of ids that are no channels which take alerts; those in `kept` are accepted. */
export function wrongChannels(
  path: string,
  ids: readonly string[],
  kept: readonly string[],
  channels: Pick<OperationsParts['channels'], 'get'>,
): Refusal {
  for (const id of ids) {
    // Also without a window: the same data folder may be opened with one.
    if (id === DESKTOP_CHANNEL || kept.includes(id)) continue;
    const channel = channels.get(id);
    if (channel === null) return refuseInput(path, `there is no channel ${id}.`);
    if (channel.kind === 'heartbeat') return refuseInput(path, `${channel.name} is a heartbeat, which gets no alerts.`);
  }
  return null;
}
