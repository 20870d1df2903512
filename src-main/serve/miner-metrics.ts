import { setImmediate as nextTurn } from 'node:timers/promises';
import { readingEfficiency } from '../../src-shared/judging/efficiency.ts';
import { minerName } from '../../src-shared/miner/miner-name.ts';
import { freshReading, type Moment } from '../../src-shared/miner/miner-now.ts';
import type { Miner, StatusSummary } from '../../src-shared/model/index.ts';

/**
 * A figure of a reading that is not stale; null, and left out, if unknown. The names are the same
 * as those of remote write (src-main/destinations/outgoing-figures.ts).
 */
type Figure = readonly [name: string, help: string, value: (status: StatusSummary, miner: Miner) => number | null];

const FIGURES: readonly Figure[] = [
  ['powerhive_miner_hashrate_hs', 'Hash rate in hashes per second.', ({ hashrate_hs }) => hashrate_hs],
  ['powerhive_miner_power_watts', 'Power.', ({ power_w }) => power_w],
  ['powerhive_miner_chip_temp_max_celsius', 'Hottest chip.', ({ chip_temp_max_c }) => chip_temp_max_c],
  [
    'powerhive_miner_fan_duty_ratio',
    'Fan duty, 0 to 1.',
    ({ fan_duty_percent }) => (fan_duty_percent === null ? null : fan_duty_percent / 100),
  ],
  [
    'powerhive_miner_efficiency_j_per_th',
    'Efficiency of a sha256d miner.',
    (status, { algorithm }) => readingEfficiency(status, algorithm),
  ],
];

const INFOS = [
  ['powerhive_miner_online', 'Whether the miner responds: 1 or 0.'],
  ['powerhive_miner_state_info', 'State of the miner; always 1.'],
  ['powerhive_miner_info', 'Name and address of the miner; always 1.'],
] as const;

/** Yields to the event loop after this many miners. */
const OWN_TURN = 500;

/**
 * Figures of each miner as Prometheus text, with the names and labels that destinations get. Labels
 * do not depend on address and name, which are only in `powerhive_miner_info`. Written line by
 * line, because prom-client blocks the event loop for 0.5 s at 10,000 miners.
 */
export async function renderMinerMetrics(miners: readonly Miner[], moment: Moment): Promise<string> {
  const metrics = [
    ...FIGURES.map(([name, help]) => ({ name, help, lines: [] as string[] })),
    ...INFOS.map(([name, help]) => ({ name, help, lines: [] as string[] })),
  ];
  const linesOf = new Map(metrics.map(({ name, lines }) => [name, lines]));
  for (const [i, miner] of miners.entries()) {
    if (i % OWN_TURN === OWN_TURN - 1) await nextTurn();
    const own = `site="${escaped(miner.site_id)}",mac="${miner.id}",model="${escaped(miner.model_alias ?? '')}"`;
    const add = (name: string, labels: string, value: number) => linesOf.get(name)?.push(`${name}{${labels}} ${value}`);
    const name = escaped(minerName(miner));
    add('powerhive_miner_online', own, Number(miner.online));
    add('powerhive_miner_info', `${own},name="${name}",ip="${escaped(miner.ip ?? miner.last_ip ?? '')}"`, 1);
    const status = freshReading(miner, moment);
    if (status === null) continue;
    if (status.state !== null) add('powerhive_miner_state_info', `${own},state="${escaped(status.state)}"`, 1);
    for (const [figure, , value] of FIGURES) {
      const known = value(status, miner);
      if (known !== null) add(figure, own, known);
    }
  }
  const shown = metrics.filter(({ lines }) => lines.length > 0);
  return shown
    .map(({ name, help, lines }) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('\n')}\n`)
    .join('');
}

/** The value of a label, escaped for the text format. */
function escaped(value: string): string {
  return value.replace(/[\\"\n]/g, (found) => (found === '\n' ? '\\n' : `\\${found}`));
}
