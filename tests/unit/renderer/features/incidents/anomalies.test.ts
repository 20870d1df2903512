import { describe, expect, it } from 'vitest';
import {
  anomalyRows,
  ofBoards,
  usualSeverities,
} from '../../../../../src-renderer/features/incidents/board-conditions/anomaly-rows.ts';
import {
  chipsWords,
  severityCount,
} from '../../../../../src-renderer/features/incidents/board-conditions/anomaly-words.ts';
import {
  agreeOnSerious,
  countAnomalies,
  neededAttention,
  SEVERITIES,
  totalConditions,
} from '../../../../../src-renderer/features/incidents/board-conditions/condition-totals.ts';
import type { Problem } from '../../../../../src-shared/model/index.ts';
import { minerRow, NOW, offlineRow } from '../../miner-row.ts';

const anomaly = (miner: number, severity: Problem['severity'], chain_id = 1): Problem => ({
  code:
    severity === 'critical' ? 'chip_zero_hashrate' : severity === 'warning' ? 'chip_grade_red' : 'chip_grade_orange',
  severity,
  message: '',
  miner_id: `02:95:23:00:00:0${miner}`,
  miner_name: `R${miner}`,
  chain_id,
  chip_ids: [],
  chip_positions: [],
  chips_on_board: 126,
  value: null,
  unit: null,
  since_at: null,
  first_seen_at: null,
  recorded_at: NOW,
});
/** In the order of PowerHive: worst first. */
const list = [
  anomaly(2, 'critical'),
  anomaly(1, 'critical', 3),
  anomaly(3, 'warning'),
  anomaly(1, 'warning'),
  anomaly(2, 'notice'),
  anomaly(2, 'notice', 2),
  anomaly(4, 'notice'),
];
const shown = (...severities: Problem['severity'][]) =>
  anomalyRows(list, new Set(severities)).map(
    ({ anomaly: { miner_name, severity }, first, last, hidden }) =>
      `${first ? '[' : ' '}${miner_name} ${severity}${last ? ']' : ''}${hidden > 0 ? ` +${hidden}` : ''}`,
  );

it('the tab of chips has what is wrong with boards, chips, fans and sensors, and nothing of whole miners or pools', () => {
  const codes = [
    'offline',
    'pools_down',
    'miner_zero_hashrate',
    'board_failed',
    'chip_hot',
    'fan_lost',
    'sensor_fault',
    'locked',
  ] as const;
  const found = ofBoards(codes.map((code) => ({ ...anomaly(1, 'critical'), code })));
  expect(found.map(({ code }) => code)).toEqual([
    'miner_zero_hashrate',
    'board_failed',
    'chip_hot',
    'fan_lost',
    'sensor_fault',
  ]);
});

describe('the rows of anomalies', () => {
  it('stand miner by miner, in the order of their worst', () => {
    expect(shown(...SEVERITIES)).toEqual([
      '[R2 critical',
      ' R2 notice',
      ' R2 notice]',
      '[R1 critical',
      ' R1 warning]',
      '[R3 warning]',
      '[R4 notice]',
    ]);
  });

  it('leave out what the filter hides, and say how much of the miner that is', () => {
    expect(shown('critical', 'warning')).toEqual(['[R2 critical] +2', '[R1 critical', ' R1 warning]', '[R3 warning]']);
    expect(shown('warning')).toEqual(['[R3 warning]', '[R1 warning] +1']);
    expect(shown()).toEqual([]);
  });

  it('have keys of their own', () => {
    const keys = anomalyRows(list, new Set(SEVERITIES)).map(({ key }) => key);
    expect(new Set(keys).size).toBe(list.length);
  });
});

const said = (severity: 'critical' | 'warning') => ({ code: 'x', severity, message: '' });

describe('the severities', () => {
  it('fold notices where there is something more serious', () => {
    expect([...usualSeverities({ critical: 0, warning: 1, notice: 80 })]).toEqual(['critical', 'warning']);
    expect([...usualSeverities({ critical: 0, warning: 0, notice: 80 })]).toEqual(SEVERITIES);
  });

  it('are counted alike in the list and over the live rows', () => {
    const miners = [
      minerRow({ attention: [said('critical'), said('warning'), said('warning')] }),
      minerRow({ attention: [said('critical')], findings: { critical: 1, warning: 0, notice: 3 } }),
    ];
    expect(totalConditions(miners)).toEqual({ critical: 2, warning: 2, notice: 3 });
    expect(agreeOnSerious(totalConditions(miners), countAnomalies(list))).toBe(true);
    expect(agreeOnSerious(totalConditions(miners), countAnomalies(list.slice(1)))).toBe(false);
    expect(neededAttention([...miners, minerRow(), offlineRow()])).toEqual({ miners: 3, critical: true });
    expect(neededAttention([minerRow({ attention: [said('warning')] })])).toEqual({ miners: 1, critical: false });
    expect([severityCount('warning', 1), severityCount('notice', 1204)]).toEqual(['1 warning', '1,204 minor notices']);
  });
});

describe('what is said of an anomaly', () => {
  const chips = (chip_ids: number[], code: Problem['code'] = 'chip_zero_hashrate') => chipsWords({ code, chip_ids });

  it('names the chips that its message does not', () => {
    expect(chips([])).toBeNull();
    expect(chips([7])).toBeNull();
    expect(chips([7, 9])).toBe('chips 7, 9');
    expect(chips(Array.from({ length: 20 }, (_, i) => i))).toBe(
      'chips 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 8 more',
    );
    expect(chips([28], 'sensor_fault')).toBeNull();
  });
});
