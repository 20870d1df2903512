import { describe, expect, it, vi } from 'vitest';
import { CauseRateLimit } from '../../../src-main/alerts/incidents/announcing/cause-rate-limit.ts';
import type { IncidentContext } from '../../../src-main/alerts/incidents/incident-context.ts';
import { IncidentLifecycle } from '../../../src-main/alerts/incidents/incident-lifecycle.ts';
import { IncidentSet } from '../../../src-main/alerts/incidents/incident-set.ts';
import { IncidentsFromMatches } from '../../../src-main/alerts/incidents/incidents-from-matches.ts';
import type { RuleMatch } from '../../../src-main/alerts/incidents/matching/evaluator.ts';
import { builtInRule } from '../../../src-main/alerts/rules/built-in-rules.ts';
import type { Miner, Rule } from '../../../src-shared/model/index.ts';
import { minerRow, NOW } from '../renderer/miner-row.ts';

/** Too few miners of a rule for a common cause. */
const MINERS_PER_RULE = 15;
const RULES = 12;

function prepared() {
  const rows = new Map<string, Miner>();
  for (let i = 0; i < MINERS_PER_RULE * RULES; i++) {
    const id = `02:95:23:00:00:${i.toString(16).padStart(2, '0')}`;
    rows.set(id, minerRow({ id, ip: `198.51.${i}.1`, nickname: `M${i}` }));
  }
  const base = builtInRule('chip_hot');
  if (base === null) throw new Error('no such rule');
  const rule = (id: string): Rule => ({ ...base, id, built_in: true, changed: false });
  const known: IncidentContext = {
    rule,
    miner: (id) => rows.get(id) ?? null,
    isInMaintenance: () => false,
    clearing: () => null,
    miners: () => [...rows.values()],
    faultText: () => ({ message: 'Chip at 96 °C', conditions: 1 }),
  };
  const set = new IncidentSet();
  const ids = [...rows.keys()];
  let next = 0;
  const matches = new IncidentsFromMatches(
    set,
    new IncidentLifecycle(set, known, new CauseRateLimit()),
    known,
    () => `${next++}`,
  );
  const began = ids.map(
    (minerId, i): RuleMatch => ({ ruleId: `rule${Math.floor(i / MINERS_PER_RULE)}`, minerId, sinceAt: NOW }),
  );
  return { set, matches, began, ids };
}

describe('many miners that each have a fault of their own', () => {
  it('are an incident each, and the open ones are searched for each rule and not for each miner', () => {
    const { set, matches, began, ids } = prepared();
    const searched = vi.spyOn(set, 'open');
    matches.apply({ began, ended: [] }, NOW);
    expect(searched.mock.calls.length).toBeLessThanOrEqual(2 * RULES);
    expect(set.open().map(({ cause }) => cause)).toEqual(ids.map((key) => ({ kind: 'miner', key })));
  });

  it('have another fault in the same incident, and a new incident after its end', () => {
    const { set, matches, began, ids } = prepared();
    const [first, key = ''] = [began[0] as RuleMatch, ids[0]];
    const cause = { kind: 'miner', key } as const;
    matches.apply({ began, ended: [] }, NOW);
    const second: RuleMatch = { ...first, ruleId: 'another' };
    matches.apply({ began: [second], ended: [] }, NOW);
    const [incident, ...others] = set.openOf(cause);
    expect(incident?.present().map(({ rule_id }) => rule_id)).toEqual(['rule0', 'another']);
    expect(others).toEqual([]);

    matches.apply({ began: [], ended: [first, second] }, NOW);
    expect(set.openOf(cause)).toEqual([]);
    matches.apply({ began: [first], ended: [] }, NOW);
    const [next] = set.openOf(cause);
    expect(next?.id).not.toBe(incident?.id);
    if (incident !== undefined) set.drop(incident);
    expect(set.openOf(cause)).toEqual([next]);
  });
});
