import { Evaluator } from '../../src-main/alerts/incidents/matching/evaluator.ts';
import { BUILT_IN_RULES } from '../../src-main/alerts/rules/built-in-rules.ts';
import { type CompiledRule, compileRule } from '../../src-main/alerts/rules/compiled-rule.ts';
import { defineRule } from '../../src-main/alerts/rules/define-rule.ts';
import { momentOf } from '../../src-shared/miner/miner-now.ts';
import { minerRow, NOW, status } from '../unit/renderer/miner-row.ts';
import { ownCpuSeconds, percentile, report } from './measure.ts';

// Rules against a farm, one in twenty of its miners with a fault, as every 15 s: the CPU of one
// round.
const MINERS = 10_000;
const RULES = 20;

const builtIn = BUILT_IN_RULES.flatMap((rule) =>
  rule.about === 'miners' ? (compileRule({ ...rule, built_in: true, changed: false }) ?? []) : [],
);
/** Rules as operators write them: each field and kind of comparison at least once. */
const OWN = [
  'hashrate<85% state:mining',
  'hashrate<60 model:s19',
  'temp>85',
  'temp>80 fans>90%',
  'power>3500',
  'efficiency>32 hashing:yes',
  'condition:fan_lost tag:r7',
  'condition=hot|board_missing rack:R7',
  'condition:none hashrate<50%',
  'state:tuning since>5m',
  'fw:1.2.6 attention',
  'boards<3 online:yes',
  'errors>1%',
  'rejected>2% pool:eu',
  'worker:farm.* -tag:guest',
  'preset>max',
  'ip:10.1.2.0/24 hashing:no',
  'name:row3 offline',
  'uptime<1h restarting',
  'degraded',
];
const own = OWN.map((query, i) => {
  const rule = compileRule({
    ...defineRule({ id: `own-${i}`, name: query, query, for_seconds: 60, severity: 'warning' }),
    built_in: false,
    changed: false,
  });
  if (rule === null) throw new Error(`${query} is no rule`);
  return rule;
});
const rows = Array.from({ length: MINERS }, (_, i) =>
  minerRow({
    id: `02:95:23:00:${(i >> 8).toString(16).padStart(2, '0')}:${(i & 255).toString(16).padStart(2, '0')}`,
    latest_status: status({ hashrate_hs: i % 20 === 0 ? 60e12 : 104e12 }),
    attention: i % 20 === 1 ? [{ code: 'fan_lost', severity: 'critical', message: 'Fan 3 of 4 stopped.' }] : [],
  }),
);
const context = {
  isInJob: () => false,
  isBeyondReach: () => false,
  isInMaintenance: () => false,
  isWatched: true,
  seenSinceAt: NOW,
  isUnsteady: () => false,
};

/** The processor time of a round in milliseconds, the median of 20, and how many matches began. */
function measure(rules: readonly CompiledRule[]): { readonly ms: number; readonly found: number } {
  const evaluator = new Evaluator();
  evaluator.setRules(rules);
  const spent: number[] = [];
  let found = 0;
  for (let round = 0; round < 20; round++) {
    const moment = momentOf(NOW + round * 15_000, 3600);
    // Each miner was read since the last round, and has a new row.
    const read = rows.map((row) => ({ ...row }));
    const before = ownCpuSeconds();
    found += evaluator.evaluate(read, moment, context).began.length;
    spent.push((ownCpuSeconds() - before) * 1000);
  }
  return { ms: percentile(spent, 0.5), found };
}

const ofBuiltIn = measure(builtIn.slice(0, RULES));
// Lost fans count after a minute; five minutes are too short for a low hash rate.
if (ofBuiltIn.found !== MINERS / 20) throw new Error(`${ofBuiltIn.found} faults were found, and not ${MINERS / 20}`);
const ofOwn = measure(own);
const note = `${MINERS} miners, ${RULES} rules, median of 20`;
report({
  alerts_10k_20_rules_cpu_ms: { value: ofBuiltIn.ms, note },
  alerts_10k_20_own_rules_cpu_ms: { value: ofOwn.ms, note: `${note}; each field of the search at least once` },
});
