import { z } from 'zod';
import { readingEfficiency, scryptJPerGh } from '../../src-shared/judging/efficiency.ts';
import { withSilent } from '../../src-shared/miner/dark-miners.ts';
import { minerName } from '../../src-shared/miner/miner-name.ts';
import { type Moment, momentOf } from '../../src-shared/miner/miner-now.ts';
import { minerState } from '../../src-shared/miner/miner-state.ts';
import { Health } from '../../src-shared/model/health.ts';
import { Miner } from '../../src-shared/model/miner/miner.ts';
import { parseQuery } from '../../src-shared/query/index.ts';
import { formatTemp } from '../../src-shared/temperature.ts';
import { modelWords } from '../../src-shared/text/model-words.ts';
import {
  formatEfficiency,
  formatMinerHashrate,
  formatPower,
  formatScryptEfficiency,
  quantityText,
} from '../../src-shared/units.ts';
import { APP_OPTIONS } from './shared/app-options.ts';
import { type CommandIo, EXIT, usageError } from './shared/command.ts';
import { chosenFolder, givenQuery, readOptions } from './shared/options.ts';
import { findRunningApp } from './shared/running-app.ts';
import { formatTable } from './shared/table.ts';

/** Lists the miners that the running app knows. */
export async function runMiners(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, APP_OPTIONS);
  const { json } = values;
  const text = givenQuery(positionals);
  const [wrong] = parseQuery(text).errors;
  if (wrong !== undefined) throw usageError(`${text.slice(wrong.from, wrong.to)}: ${wrong.message}`);
  const app = await findRunningApp(chosenFolder(values.data));
  const query = text === '' ? '' : `?q=${encodeURIComponent(text)}`;
  const miners = await app.get(`/miners${query}`, z.array(Miner));
  if (json) io.stdout.write(`${JSON.stringify(miners)}\n`);
  else {
    const { loops, now_at } = await app.get('/health', Health);
    const statusMs = loops.find(({ name }) => name === 'status')?.interval_ms ?? 15_000;
    const moment = withSilent(momentOf(now_at, statusMs / 1000), miners);
    const columns = [
      { title: 'NAME', cell: (m: Miner) => minerName(m) },
      { title: 'MAC', cell: (m: Miner) => m.id },
      { title: 'IP', cell: (m: Miner) => m.ip ?? m.last_ip ?? '—' },
      { title: 'MODEL', cell: (m: Miner) => (m.model_name === null ? '—' : modelWords(m.model_name)) },
      { title: 'STATE', cell: (m: Miner) => minerStateText(m, moment) },
      {
        title: 'HASH RATE',
        cell: (m: Miner) => quantityText(formatMinerHashrate(m.latest_status?.hashrate_hs ?? null, m.algorithm)),
        align: 'right' as const,
      },
      {
        title: 'POWER',
        cell: (m: Miner) => quantityText(formatPower(m.latest_status?.power_w ?? null)),
        align: 'right' as const,
      },
      {
        title: 'EFFICIENCY',
        cell: efficiencyText,
        align: 'right' as const,
      },
      {
        title: 'CHIP °C',
        cell: (m: Miner) => formatTemp(m.latest_status?.chip_temp_max_c ?? null).figure,
        align: 'right' as const,
      },
      { title: 'PRESET', cell: (m: Miner) => m.latest_status?.preset ?? '—', align: 'right' as const },
      { title: 'MANAGED', cell: (m: Miner) => (m.managed ? 'yes' : 'no') },
    ];
    io.stdout.write(`${formatTable(miners, columns)}\n`);
  }
  return EXIT.done;
}

/** The efficiency in the usual unit of the miner's algorithm. */
function efficiencyText({ latest_status, algorithm }: Miner): string {
  if (algorithm === 'scrypt') return quantityText(formatScryptEfficiency(scryptJPerGh(latest_status)));
  return quantityText(formatEfficiency(readingEfficiency(latest_status, algorithm)));
}

/** The state as on the screens, with the reason if there is one. */
function minerStateText(miner: Miner, moment: Moment): string {
  const { word, why } = minerState(miner, moment);
  return why === null || why.toLowerCase() === `${word}.` ? word : `${word}: ${why}`;
}
