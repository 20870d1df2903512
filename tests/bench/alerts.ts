import { Evaluator } from '../../src-main/alerts/incidents/evaluator.ts';
import { BUILT_IN_RULES } from '../../src-main/alerts/rules/built-in-rules.ts';
import { compileRule } from '../../src-main/alerts/rules/compiled-rule.ts';
import { momentOf } from '../../src-shared/miner-now.ts';
import { minerRow, NOW, status } from '../unit/renderer/miner-row.ts';
import { ownCpuSeconds, percentile, report } from './measure.ts';

// Rules against a farm, one in twenty of its miners with a fault, as every 15 s: the CPU of one
// round.
const MINERS = 10_000;
const RULES = 20;

const builtIn = BUILT_IN_RULES.flatMap((rule) =>
  rule.about === 'miners' ? (compileRule({ ...rule, built_in: true, changed: false }) ?? []) : [],
);
const rules = Array.from({ length: RULES }, (_, i) => builtIn[i % builtIn.length]).filter((rule) => rule !== undefined);
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
  isUnsteady: () => false,
};
const evaluator = new Evaluator();
evaluator.setRules(rules);
const spent: number[] = [];
let found = 0;
for (let round = 0; round < 20; round++) {
  const moment = momentOf(NOW + round * 15_000, 3600);
  const before = ownCpuSeconds();
  found += evaluator.evaluate(rows, moment, context).began.length;
  spent.push((ownCpuSeconds() - before) * 1000);
}
// Lost fans count after a minute; five minutes are too short for a low hash rate.
if (found !== MINERS / 20) throw new Error(`${found} faults were found, and not ${MINERS / 20}`);
report({
  alerts_10k_20_rules_cpu_ms: { value: percentile(spent, 0.5), note: `${MINERS} miners, ${RULES} rules, median of 20` },
});
