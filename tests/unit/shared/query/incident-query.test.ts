import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import { momentOf } from '../../../../src-shared/miner/miner-now.ts';
import type { Fault, Incident, Miner } from '../../../../src-shared/model/index.ts';
import {
  formatQuery,
  formatTerm,
  incidentLanguage,
  matchesIncidentQuery,
  NO_VALUES,
  parseIncidentQuery,
  parseQuery,
} from '../../../../src-shared/query/index.ts';
import { anIncident, incidentId } from '../../../fixtures/alerts/incidents.ts';
import { minerRow, NOW, offlineRow, status } from '../../renderer/miner-row.ts';

const HOT = '02:95:23:00:00:01';
const COLD = '02:95:23:00:00:02';
const LOST = '02:95:23:00:00:03';
const temp = (chip_temp_max_c: number) => ({ latest_status: status({ chip_temp_max_c }) });
const farm = new Map<string, Miner>([
  [HOT, minerRow({ id: HOT, nickname: 'Anna', tags: ['north'], ...temp(91) })],
  [COLD, minerRow({ id: COLD, nickname: 'Bert', tags: ['south'], ...temp(60) })],
  [LOST, offlineRow({ id: LOST, nickname: 'Cora', tags: [] })],
]);
const around = {
  moment: momentOf(NOW, 15),
  miner: (id: string) => farm.get(id) ?? null,
  ruleName: (id: string) => ({ offline: 'Offline', chip_hot: 'Chip over the limit' })[id] ?? null,
};
const fault = (rule_id: string, message: string): Fault => ({ rule_id, message, severity: 'warning', since_at: NOW });
const made = (fields: Partial<Incident>): Incident =>
  anIncident({ incident_id: incidentId(), since_at: NOW - HOUR_MS / 2, ...fields });

const network = made({ severity: 'critical', title: '2 miners offline in 10.1.4.0/24', miner_ids: [HOT, COLD] });
const hot = made({
  rule_id: 'chip_hot',
  title: 'Anna: Chip at 91 °C, +1',
  cause: { kind: 'miner', key: HOT },
  miner_ids: [HOT],
  faults: [fault('chip_hot', 'Chip at 91 °C'), fault('offline', 'Fan 3 of 4 stopped')],
  since_at: NOW - 30 * HOUR_MS,
});
const lost = made({ title: 'Cora: offline', cause: { kind: 'miner', key: LOST }, miner_ids: [LOST] });
const program = made({
  rule_id: 'backup_failed',
  title: 'Backup failed',
  severity: 'info',
  cause: { kind: 'site', key: 'powerhive:backup' },
  miner_ids: [],
});
const whole = made({ title: 'Many', cause: { kind: 'site', key: 'farm' }, miner_ids: [HOT, COLD, LOST] });
const all = { network, hot, lost, program, whole };

/** Names of the incidents that a text finds. */
function found(text: string): string[] {
  const query = parseIncidentQuery(text);
  expect(query.errors).toEqual([]);
  return Object.entries(all).flatMap(([name, one]) => (matchesIncidentQuery(query, one, around) ? [name] : []));
}

describe('a search for incidents', () => {
  it('finds them by what they are', () => {
    expect(found('')).toEqual(Object.keys(all));
    expect(found('kind:network')).toEqual(['network']);
    expect(found('kind:miner|farm')).toEqual(['hot', 'lost', 'whole']);
    expect(found('kind=powerhive')).toEqual(['program']);
    expect(found('-kind:miner')).toEqual(['network', 'program', 'whole']);
    expect(found('severity:critical|info')).toEqual(['network', 'program']);
    expect(found('severity!=warning')).toEqual(['network', 'program']);
    expect(found('severity:crit')).toEqual(['network']);
    expect(found('rule:"over the limit"')).toEqual(['hot']);
    // By any of its faults, and by the id of the rule too.
    expect(found('rule=offline')).toEqual(['network', 'hot', 'lost', 'whole']);
    expect(found('rule:backup_failed')).toEqual(['program']);
  });

  it('finds them by when they began', () => {
    expect(found('since:1h')).toEqual(['network', 'lost', 'program', 'whole']);
    expect(found('since>1d')).toEqual(['hot']);
    expect(found('since<10min')).toEqual([]);
    expect(found('-since:24h')).toEqual(['hot']);
  });

  it('finds them by their miners: all of it is so of one miner', () => {
    expect(found('tag:north')).toEqual(['network', 'hot', 'whole']);
    expect(found('tag:north temp>80')).toEqual(['network', 'hot', 'whole']);
    expect(found('tag:south temp>80')).toEqual([]);
    expect(found('offline')).toEqual(['lost', 'whole']);
    expect(found('severity:critical temp>80')).toEqual(['network']);
  });

  it('excludes those of which one miner is so', () => {
    expect(found('-tag:south')).toEqual(['hot', 'lost', 'program']);
    expect(found('tag!=south')).toEqual(['hot', 'lost', 'program']);
    // A problem of PowerHive itself has no miner, and so none that is left out: also not by a flag.
    for (const text of ['-offline', 'not offline', 'online!=no', '-(offline temp>200)'])
      expect(found(text), text).toContain('program');
    expect(found('-offline')).toEqual(['network', 'hot', 'program']);
    expect(found('-hashing')).toContain('program');
    for (const text of ['offline', 'online', 'hashing', 'unmanaged', 'managed:no', 'attention'])
      expect(found(text), text).not.toContain('program');
    // The program is asked with what is understood of a text, written again.
    for (const text of [
      '-offline',
      'online',
      '-online',
      '-hashing',
      'managed:no',
      '-unmanaged',
      '-managed',
      'online!=no',
    ])
      expect(found(formatQuery(parseIncidentQuery(text).terms)), text).toEqual(found(text));
    // Unknown values of a miner match neither, as in the fleet.
    expect(found('-temp>80')).toEqual(['program']);
  });

  it('finds a word in the title, in what is wrong, in its rules and in the names of its miners', () => {
    expect(found('backup')).toEqual(['program']);
    expect(found('fan')).toEqual(['hot']);
    expect(found('limit')).toEqual(['hot']);
    expect(found('bert')).toEqual(['network', 'whole']);
    expect(found('"in 10.1.4.0/24" anna')).toEqual(['network']);
    expect(found('-bert')).toEqual(['hot', 'lost', 'program']);
    expect(found('-backup kind:powerhive')).toEqual([]);
    const closed = made({
      ended_because: 'resolved by hand in a browser: cable moved',
      cause: { kind: 'site', key: 'farm' },
    });
    for (const text of ['"resolved by"', '"cable moved"'])
      expect(matchesIncidentQuery(parseIncidentQuery(text), closed, around), text).toBe(true);
  });

  it('finds what is about a rack or PDU by its name, also where it concerns no miner', () => {
    const rack = made({ rule_id: 'rack_overload', cause: { kind: 'rack', key: 'A/R7' }, miner_ids: [] });
    const pdu = made({ cause: { kind: 'pdu', key: 'Breaker 4' }, miner_ids: [LOST] });
    const isFound = (text: string, one: Incident) => matchesIncidentQuery(parseIncidentQuery(text), one, around);
    for (const text of ['row:A', 'row=a rack:R7', '-row:B', '-building:Hall'])
      expect(isFound(text, rack), text).toBe(true);
    for (const text of ['row:R7', '-row:A', 'building:A']) expect(isFound(text, rack), text).toBe(false);
    for (const text of ['rack:R7', 'rack=a/r7', 'rack=A/R7|A/R8', 'rack=*/R7', '-rack:R8', 'rack:R7 severity:warning'])
      expect(isFound(text, rack), text).toBe(true);
    for (const text of ['rack:R8', 'rack=R7', '-rack:R7', 'rack!=A/R7', 'pdu:R7', 'rack:R7 offline'])
      expect(isFound(text, rack), text).toBe(false);
    expect(isFound('pdu:"breaker 4" offline', pdu)).toBe(true);
    expect(isFound('rack:"Breaker 4"', pdu)).toBe(false);
  });

  it('finds either of several, about the incident or about one of its miners', () => {
    expect(found('severity:critical or tag:north')).toEqual(['network', 'hot', 'whole']);
    expect(found('backup or (kind:miner temp>80)')).toEqual(['hot', 'program']);
    // All of it is so of one miner, also across brackets.
    expect(found('tag:south (temp>80 or offline)')).toEqual([]);
    expect(found('tag:north (temp>80 or offline)')).toEqual(['network', 'hot', 'whole']);
    // No miner may be what is excluded.
    expect(found('-(tag:north temp>80)')).toEqual(['lost', 'program']);
    expect(found('-(severity:critical or tag:north)')).toEqual(['lost', 'program']);
    expect(found('-tag:south or severity:critical')).toEqual(['network', 'hot', 'lost', 'program']);
    expect(found('(kind:miner or kind:farm) -(offline or backup)')).toEqual(['hot']);
    const rack = made({ rule_id: 'rack_overload', cause: { kind: 'rack', key: 'A/R7' }, miner_ids: [] });
    const isFound = (text: string) => matchesIncidentQuery(parseIncidentQuery(text), rack, around);
    expect(['rack:R7 or tag:a', '-(rack:R8 or tag:a)', '-(rack:R7 tag:a)'].map(isFound)).toEqual([true, true, true]);
    expect(['rack:R8 or tag:a', '-(rack:R7 or tag:a)'].map(isFound)).toEqual([false, false]);
  });

  it('says what is wrong, and what it could mean', () => {
    const wrong = (text: string) => parseIncidentQuery(text).errors.map(({ message }) => message);
    expect(wrong('kind:planet')[0]).toMatch(/^kind has no value "planet"\. Values: miner, network, rack/);
    expect(wrong('kind:')[0]).toMatch(/^Put a value after kind:/);
    expect(wrong('kind=net')[0]).toContain('Values: miner, network, rack');
    expect(wrong('severity>info')[0]).toContain('Use ":", "=" or "!=" with severity.');
    expect(wrong('since:yesterday')[0]).toContain('since takes a duration');
    expect(wrong('serverity:info')[0]).toContain('Did you mean severity?');
    expect(wrong('rule:')).toHaveLength(1);
    // These fields belong only to incidents.
    expect(parseQuery('severity:info').errors).toHaveLength(1);
  });

  it('is written as it is understood, and offers what it knows', () => {
    const text = '-kind:network|rack severity=info since>1h rule:"Chip over the limit" tag:a';
    const { terms } = parseIncidentQuery(text);
    expect(terms.map(formatTerm).join(' ')).toBe(text);
    const either = 'tag:a -(severity=info or (since>1h kind:rack))';
    expect(formatQuery(parseIncidentQuery(either).terms)).toBe(either);
    const { complete, fieldNames } = incidentLanguage(['Offline', 'Fan stopped']);
    const offered = (typed: string) => complete(typed, typed.length, NO_VALUES).map((one) => one.text);
    expect(offered('sev')).toContain('severity:');
    expect(offered('severity:')).toEqual(['critical', 'warning', 'info']);
    expect(offered('rule:fan')).toEqual(['"Fan stopped"']);
    expect(offered('mod')).toContain('model:');
    expect(offered('tag:a or (sev')).toContain('severity:');
    expect(fieldNames).toEqual(expect.arrayContaining(['kind', 'severity', 'since', 'rule', 'model']));
  });
});
