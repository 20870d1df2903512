import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { countText } from '../../src-shared/count-text.ts';
import { readingEfficiency, scryptJPerGh } from '../../src-shared/judging/efficiency.ts';
import { minerName } from '../../src-shared/miner-name.ts';
import { type Moment, momentOf } from '../../src-shared/miner-now.ts';
import { minerState } from '../../src-shared/miner-state.ts';
import { Backup, Health } from '../../src-shared/model/health.ts';
import { Miner } from '../../src-shared/model/miner.ts';
import { MinerModel } from '../../src-shared/model/miner-model.ts';
import { Scan } from '../../src-shared/model/scan.ts';
import { modelWords } from '../../src-shared/product-words.ts';
import { parseQuery } from '../../src-shared/query/index.ts';
import { formatTemp } from '../../src-shared/temperature.ts';
import {
  formatBytes,
  formatDuration,
  formatEfficiency,
  formatMinerHashrate,
  formatPower,
  formatScryptEfficiency,
  quantityText,
} from '../../src-shared/units.ts';
import { type CommandIo, EXIT, usageError } from './command.ts';
import { chosenFolder, givenQuery, readOptions } from './options.ts';
import { findRunningApp } from './running-app.ts';
import { formatTable } from './table.ts';

const COMMON = { data: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
const POLL_MS = 150;

async function askApp(args: readonly string[]) {
  const { values } = readOptions(args, COMMON);
  return { app: await findRunningApp(chosenFolder(values.data)), json: values.json };
}

const RESCAN = { ...COMMON, force: { type: 'boolean', default: false } } as const;

/** Asks the running app to scan now, waits for the end, and prints what changed. */
export async function runRescan(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, RESCAN);
  const { json, force } = values;
  const app = await findRunningApp(chosenFolder(values.data));
  const body = positionals.length === 0 ? {} : { targets: positionals, force };
  const { scan_id } = await app.post('/rescan', body, z.object({ scan_id: z.string() }));
  for (;;) {
    if (io.signal.aborted) return EXIT.failed;
    const scan = await app.get('/scans/last-finished', Scan.nullable());
    if (scan?.scan_id === scan_id) {
      if (json) io.stdout.write(`${JSON.stringify(scan)}\n`);
      else {
        const took = ((scan.duration_ms ?? 0) / 1000).toFixed(1);
        const found = `${countText(scan.miners_found, 'miner')} in ${countText(scan.addresses_total, 'address', 'addresses')}`;
        const changes = `${scan.miners_new} new, ${scan.miners_back} back online, ${scan.miners_moved} moved, ${scan.miners_offline} offline`;
        io.stdout.write(`Found ${found} (${took} s): ${changes}\n`);
        for (const { ip, kind, what } of scan.devices) {
          io.stdout.write(`${kind === 'other_device' ? 'not a miner' : 'not identified'}: ${ip}: ${what}\n`);
        }
        if (scan.message !== null) io.stderr.write(`${scan.message}\n`);
      }
      return scan.phase === 'done' ? EXIT.done : EXIT.failed;
    }
    // Ids grow with time: a scan that began after ours has ended, and so has ours.
    if (scan !== null && scan.scan_id > scan_id) {
      io.stderr.write('The scan has ended, and another one after it: what changed is in the activity.\n');
      return EXIT.done;
    }
    await sleep(POLL_MS);
  }
}

/** The miners the running app knows. */
export async function runMiners(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, COMMON);
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
    const moment = momentOf(now_at, statusMs / 1000);
    const columns = [
      { title: 'NAME', cell: (m: Miner) => minerName(m) },
      { title: 'MAC', cell: (m: Miner) => m.id },
      { title: 'IP', cell: (m: Miner) => m.ip ?? m.last_ip ?? '—' },
      { title: 'MODEL', cell: (m: Miner) => (m.model_name === null ? '—' : modelWords(m.model_name)) },
      { title: 'STATE', cell: (m: Miner) => stateText(m, moment) },
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

/** In the unit in which miners of that algorithm are compared. */
function efficiencyText({ latest_status, algorithm }: Miner): string {
  if (algorithm === 'scrypt') return quantityText(formatScryptEfficiency(scryptJPerGh(latest_status)));
  return quantityText(formatEfficiency(readingEfficiency(latest_status, algorithm)));
}

/** The state as the screens say it, with the reason where there is one. */
function stateText(miner: Miner, moment: Moment): string {
  const { word, why } = minerState(miner, moment);
  return why === null || why.toLowerCase() === `${word}.` ? word : `${word}: ${why}`;
}

/** The models the running app knows. */
export async function runModels(args: readonly string[], io: CommandIo): Promise<number> {
  const { app, json } = await askApp(args);
  const models = await app.get('/models', z.array(MinerModel));
  if (json) io.stdout.write(`${JSON.stringify(models)}\n`);
  else {
    const columns = [
      { title: 'ALIAS', cell: (m: MinerModel) => m.alias },
      { title: 'NAME', cell: (m: MinerModel) => modelWords(m.name) },
      { title: 'MINERS', cell: (m: MinerModel) => String(m.miner_count), align: 'right' as const },
      { title: 'PRESETS', cell: (m: MinerModel) => String(m.presets.length), align: 'right' as const },
      { title: 'MAX PRESET', cell: (m: MinerModel) => m.max_preset ?? '—' },
    ];
    io.stdout.write(`${formatTable(models, columns)}\n`);
  }
  return EXIT.done;
}

/** Asks the running app for a backup, and prints where it is. */
export async function runBackup(args: readonly string[], io: CommandIo): Promise<number> {
  const { app, json } = await askApp(args);
  const backup = await app.post('/backups', {}, Backup);
  if (json) io.stdout.write(`${JSON.stringify(backup)}\n`);
  else io.stdout.write(`Backed up to ${backup.path} (${quantityText(formatBytes(backup.bytes))})\n`);
  return EXIT.done;
}

/** How the running app is. */
export async function runStatus(args: readonly string[], io: CommandIo): Promise<number> {
  const { app, json } = await askApp(args);
  const health = await app.get('/health', Health);
  if (json) io.stdout.write(`${JSON.stringify(health)}\n`);
  else {
    const { miners, watching } = health;
    io.stdout.write(`PowerHive ${health.version}: ${health.status}, ${watching.state.replace('_', ' ')}\n`);
    if (watching.reason !== null) io.stdout.write(`${watching.reason}\n`);
    io.stdout.write(
      `${miners.total} miners, ${miners.online} online, ${miners.managed} managed, ${miners.polled} polled\n`,
    );
    const { backup } = health;
    if (backup.last_at !== null) {
      io.stdout.write(
        `last backup ${formatDuration((health.now_at - backup.last_at) / 1000)} ago: ${backup.last_file}\n`,
      );
    }
    if (backup.last_error !== null) io.stdout.write(`No backup was made: ${backup.last_error}\n`);
    for (const loop of health.loops) {
      const age =
        loop.last_success_at === null
          ? 'never'
          : `${formatDuration((health.now_at - loop.last_success_at) / 1000)} ago`;
      io.stdout.write(
        `${loop.name}: last success ${age}, ${loop.runs} runs, ${loop.failures} failed${loop.last_error === null ? '' : ` (${loop.last_error})`}\n`,
      );
    }
  }
  return EXIT.done;
}
