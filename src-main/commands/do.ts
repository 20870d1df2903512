import { z } from 'zod';
import { actionWords, countsWords, rebootWords, verdictWords } from '../../src-shared/actions/action-words.ts';
import { didNothing } from '../../src-shared/actions/left-out.ts';
import { knownOfWords } from '../../src-shared/actions/plan-known.ts';
import { confirmed } from '../../src-shared/actions/typed-count.ts';
import { Job, JobDetail, JobPlan } from '../../src-shared/model/job.ts';
import { JobAction, JobParams } from '../../src-shared/model/job-order.ts';
import { countText } from '../../src-shared/text/count-text.ts';
import { minuteText } from '../../src-shared/text/iso-time.ts';
import { nearestWord } from '../../src-shared/text/nearest-word.ts';
import { formatHashrate, formatTotalPower, quantityText } from '../../src-shared/units.ts';
import { type CommandIo, EXIT, usageError } from './shared/command.ts';
import { type Confirmation, isConfirmed } from './shared/confirm.ts';
import { chosenFolder, readOptions } from './shared/options.ts';
import { readPauseEnd } from './shared/pause-end.ts';
import { findRunningApp, type RunningApp } from './shared/running-app.ts';

const OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  'allow-untuned': { type: 'boolean', default: false },
  for: { type: 'string' },
  until: { type: 'string' },
  set: { type: 'string', multiple: true, default: [] as string[] },
} as const;
const POLL_MS = 500;

/**
 * Acts on the miners that a query finds, in the running app: prints the preview, asks for
 * confirmation, and shows the progress. Returns 0 if the change is in force on all planned miners.
 */
export async function runDo(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS);
  const [actionText, ...words] = positionals;
  const action = JobAction.safeParse(actionText?.replaceAll('-', '_'));
  if (!action.success) throw usageError(noAction(actionText));
  if (words.every((word) => word.trim() === '')) {
    throw usageError('enter a query, such as "model:s19jpro state:mining"; "*" is every miner');
  }
  const order = {
    action: action.data,
    params: readParams(values.set),
    query: words.join(' '),
    allow_untuned: values['allow-untuned'],
    ...readPauseEnd(values, io.clock.nowMs()),
  };
  const app = await findRunningApp(chosenFolder(values.data));
  const plan = await app.post('/jobs/plan', order, JobPlan);
  if (values['dry-run']) {
    io.stdout.write(values.json ? `${JSON.stringify(plan)}\n` : planText(plan));
    return EXIT.done;
  }
  if (!values.json) io.stderr.write(planText(plan));
  if (plan.planned.length === 0) {
    if (values.json) io.stdout.write(`${JSON.stringify(plan)}\n`);
    // If nothing needs to change, that is not a failure.
    return plan.skipped.every(({ code }) => code === 'already_there') && plan.skipped.length > 0
      ? EXIT.done
      : EXIT.failed;
  }
  if (!(await isConfirmed({ ...confirmationOf(plan), yes: values.yes }, io))) return EXIT.failed;
  const { job } = await app.post('/jobs', { ...order, ...confirmed(plan) }, z.object({ job: Job }));
  const ended = await follow(app, job, values.json, io);
  if (ended === null) {
    io.stderr.write(`The job goes on in PowerHive: ${job.job_id}\n`);
    return EXIT.failed;
  }
  if (values.json) io.stdout.write(`${JSON.stringify(ended)}\n`);
  else io.stdout.write(endText(ended));
  return ended.items.filter(isAsOrdered).length === plan.planned.length ? EXIT.done : EXIT.failed;
}

/** Whether a planned miner is as ordered: changed by the job, or found so at its turn. */
function isAsOrdered({ wave, verdict, code }: JobDetail['items'][number]): boolean {
  if (verdict === 'skipped') return wave !== null && code === 'already_there';
  return verdict === 'in_force' || verdict === 'proven';
}

function noAction(word: string | undefined): string {
  const actions = `one of ${JobAction.options.join(', ')}`;
  if (word === undefined) return `enter an action: ${actions}`;
  const near = nearestWord(word.replaceAll('-', '_'), JobAction.options);
  return `"${word}" is not an action.${near === null ? '' : ` Did you mean ${near}?`} Enter ${actions}`;
}

/** Parses `key=value` pairs. Values may be numbers, `on`/`off`, or JSON for lists. */
function readParams(pairs: readonly string[]): JobParams {
  const entries = pairs.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw usageError(`--set takes key=value, not "${pair}"`);
    const [key, text] = [pair.slice(0, at), pair.slice(at + 1)];
    return [key, readValue(key, text)] as const;
  });
  const params = JobParams.safeParse(Object.fromEntries(entries));
  if (params.success) return params.data;
  const [issue] = params.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    throw usageError(`--set ${issue.keys[0]}: it takes one of ${Object.keys(JobParams.shape).join(', ')}`);
  }
  throw usageError(`--set ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is wrong'}`);
}

function readValue(key: string, text: string): unknown {
  if (key === 'preset' || key === 'url' || key === 'user') return text;
  if (key === 'before') return text.toLowerCase() === 'on' || text.toLowerCase() === 'true' ? true : text;
  if (key === 'on') return { on: true, true: true, off: false, false: false }[text.toLowerCase()] ?? text;
  if (key === 'pools') {
    try {
      return JSON.parse(text);
    } catch {
      throw usageError('--set pools takes JSON, such as [{"url":"pool.example:3333","user":"farm.{name}"}]');
    }
  }
  const number = Number(text);
  if (Number.isNaN(number) && key in JobParams.shape) throw usageError(`--set ${key} takes a number, not "${text}"`);
  return number;
}

function planText(plan: JobPlan): string {
  const { planned, skipped, waves, power_w_change, hashrate_hs_change, dark_seconds } = plan;
  const total = planned.length + skipped.length;
  const change = [
    power_w_change === null ? null : signed(power_w_change, quantityText(formatTotalPower(Math.abs(power_w_change)))),
    hashrate_hs_change === null
      ? null
      : signed(hashrate_hs_change, quantityText(formatHashrate(Math.abs(hashrate_hs_change)))),
    dark_seconds === null || dark_seconds === 0
      ? null
      : `about ${Math.ceil(dark_seconds / 60)} min without hashing each`,
  ].filter((part) => part !== null);
  const lines = [`${actionWords(plan.action, plan.params)}: ${planned.length} of ${countText(total, 'miner')}`];
  const known = knownOfWords(planned);
  if (planned.length > 0 && change.length > 0)
    lines[0] += `: ${change.join(', ')}${known === null ? '' : ` (power and hash rate ${known})`}`;
  if (waves.length > 1) lines.push(`in waves of ${waves.join(', ')}`);
  lines.push(...limitLines(plan));
  const reboots = rebootWords(plan);
  if (reboots !== null) lines.push(reboots);
  const { resume_at } = plan;
  if (resume_at != null && planned.length > 0) {
    const until = minuteText(resume_at);
    lines.push(`until ${until}: PowerHive then resumes those that are still paused by this, or at its next start`);
  }
  if (plan.action === 'switch_pool' && planned.length > 0) {
    lines.push('it holds until the next restart of each miner: the order of its pools stays as it is');
  }
  if (plan.params.before === true && planned.length > 0) {
    lines.push('passwords are not known: an address that is still there keeps its own, another gets that of its slot');
  }
  lines.push(...skippedLines(skipped));
  return `${lines.join('\n')}\n`;
}

function limitLines({ planned, rules, stops_at, starts_per_minute: starts, start_kw_per_minute: kw }: JobPlan) {
  const lines: string[] = [];
  if (rules !== null && planned.length > 1) {
    const { stop_wave_failed_percent: wave, stop_total_failed_percent: total } = rules;
    const at = stops_at === null ? '' : ` (of ${planned.length} planned: at ${stops_at})`;
    lines.push(`stops when more than ${wave} % of a wave or ${total} % of all fail${at}`);
  }
  const limits = [starts === null ? null : countText(starts, 'start'), kw === null ? null : `${kw} kW`];
  const most = limits.filter((limit) => limit !== null).join(' and ');
  if (planned.length > 0 && most !== '') lines.push(`at most ${most} a minute, over all jobs`);
  return lines;
}

const MOST_REASONS = 10;

/** How many miners are left out, one line for each reason, the most frequent first. */
function skippedLines(skipped: readonly { readonly code: string | null; readonly reason: string }[]): string[] {
  const groups = [...Map.groupBy(skipped, ({ code, reason }) => `${code ?? ''} (${reason})`)];
  groups.sort(([, a], [, b]) => b.length - a.length);
  const lines = groups.slice(0, MOST_REASONS).map(([why, items]) => `skipped ${items.length}: ${why}`);
  const rest = groups.slice(MOST_REASONS).flatMap(([, items]) => items);
  return rest.length === 0 ? lines : [...lines, `skipped ${rest.length}: for other reasons`];
}

function signed(value: number, text: string): string {
  return value < 0 ? `−${text}` : `+${text}`;
}

/** What the operator is asked: from some number of miners on, to type the number. */
function confirmationOf({ planned, confirm_count }: JobPlan): Omit<Confirmation, 'yes'> {
  const question = `Change ${countText(planned.length, 'miner')}?`;
  return confirm_count === null
    ? { question }
    : { question, hint: ` Type ${confirm_count}: `, expected: String(confirm_count) };
}

/** Shows each step until the job has ended; null if the command is interrupted. */
async function follow(app: RunningApp, job: Job, quiet: boolean, io: CommandIo): Promise<JobDetail | null> {
  let shown = '';
  const path = `/jobs/${job.job_id}`;
  while (!io.signal.aborted) {
    // Thousands of miners are not read with each step.
    const latest = await app.get('/jobs?limit=10', z.array(Job));
    const now = latest.find(({ job_id }) => job_id === job.job_id) ?? (await app.get(path, Job));
    const held = now.state === 'paused' ? `paused${now.reason === null ? '' : ` (${now.reason})`}, ` : '';
    const line = `${held}wave ${now.wave} of ${now.waves.length}: ${countsWords(now)}`;
    if (!quiet && line !== shown) io.stderr.write(`${line}\n`);
    shown = line;
    if (now.finished_at !== null) return app.get(path, JobDetail);
    await io.clock.sleep(POLL_MS, io.signal);
  }
  return null;
}

function endText(job: JobDetail): string {
  const { action, state, reason, items } = job;
  const end = didNothing(job) ? 'nothing was done' : state;
  const lines = [`${end}: ${countsWords(job)}${reason === null ? '' : `. ${reason}`}`];
  for (const { id, verdict, message } of items) {
    if (verdict === 'in_force' || verdict === 'proven' || verdict === 'skipped') continue;
    lines.push(`${id}: ${verdictWords(action, verdict)}${message === null ? '' : `: ${message}`}`);
  }
  // The preview has said why the others were skipped.
  for (const { code, reason, miners } of job.left_out ?? []) {
    lines.push(`left out ${miners}: ${reason === null ? 'for other reasons' : `${code ?? ''} (${reason})`}`);
  }
  return `${lines.join('\n')}\n`;
}
