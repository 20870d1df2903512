import { z } from 'zod';
import { Incident, IncidentState } from '../../src-shared/model/alerts/incident.ts';
import { FarmSummary } from '../../src-shared/model/remote-site.ts';
import { parseIncidentQuery } from '../../src-shared/query/index.ts';
import { numberText } from '../../src-shared/text/count-text.ts';
import { formatDuration } from '../../src-shared/text/format-duration.ts';
import { formatHashrate, quantityText } from '../../src-shared/units.ts';
import { type CommandIo, EXIT, usageError } from './shared/command.ts';
import { chosenFolder, givenQuery, readOptions } from './shared/options.ts';
import { findRunningApp, type RunningApp } from './shared/running-app.ts';
import { formatTable } from './shared/table.ts';

const OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  state: { type: 'string' },
} as const;

/** Most listed incidents: the maximum of one response of the app. */
const MOST_LISTED = 1000;

/**
 * `incidents`: lists unresolved incidents of the running app, worst first; with `--state` those
 * that are open, acknowledged, snoozed or resolved. A search filters them. Returns 0 even if there
 * are none.
 */
export async function runIncidents(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS);
  const text = givenQuery(positionals);
  const [wrong] = parseIncidentQuery(text).errors;
  if (wrong !== undefined) throw usageError(`${text.slice(wrong.from, wrong.to)}: ${wrong.message}`);
  const state = values.state === undefined ? null : IncidentState.safeParse(values.state);
  if (state?.success === false) {
    throw usageError(`--state must be ${IncidentState.options.join(', ')}, not "${values.state}"`);
  }
  const app = await findRunningApp(chosenFolder(values.data));
  const asked = new URLSearchParams({
    ...(state !== null && { state: state.data }),
    ...(text !== '' && { q: text }),
    limit: String(MOST_LISTED),
  });
  const listed = await app.get(`/incidents?${asked}`, z.array(Incident));
  const incidents = state === null ? listed.filter((incident) => incident.state !== 'resolved') : listed;
  if (values.json) io.stdout.write(`${JSON.stringify(incidents)}\n`);
  else if (incidents.length === 0) io.stdout.write('No incident\n');
  else io.stdout.write(`${formatTable(incidents, columnsAt(io.clock.nowMs()))}\n`);
  if (incidents.length === MOST_LISTED) io.stderr.write(await beyondText(app, state === null && text === ''));
  return EXIT.done;
}

/** The text below a full list: how many more there are, if known. */
async function beyondText(app: RunningApp, isWhole: boolean): Promise<string> {
  if (!isWhole) return `These are the first ${numberText(MOST_LISTED)}: name what you look for more closely.\n`;
  const { open_incidents } = await app.get('/summary', FarmSummary);
  const more = open_incidents - MOST_LISTED;
  return more > 0 ? `and ${numberText(more)} more\n` : '';
}

function columnsAt(nowMs: number) {
  return [
    { title: 'SEVERITY', cell: ({ severity }: Incident) => severity },
    { title: 'STATE', cell: ({ state }: Incident) => state },
    { title: 'SINCE', cell: ({ since_at }: Incident) => new Date(since_at).toISOString() },
    {
      title: 'LASTED',
      cell: ({ since_at, resolved_at }: Incident) => formatDuration(((resolved_at ?? nowMs) - since_at) / 1000),
      align: 'right' as const,
    },
    {
      title: 'LOST NOW',
      cell: ({ hashrate_lost_hs }: Incident) =>
        hashrate_lost_hs === null ? '—' : quantityText(formatHashrate(hashrate_lost_hs)),
      align: 'right' as const,
    },
    { title: 'WHAT', cell: ({ title }: Incident) => title },
  ];
}
