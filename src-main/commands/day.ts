import { midnight, spanOfDay } from '../../src-shared/local-day.ts';
import { DaySum } from '../../src-shared/model/day-sum.ts';
import { dayJobWords, dayLines } from '../../src-shared/text/day-words.ts';
import { type CommandIo, EXIT, usageError } from './shared/command.ts';
import { chosenFolder, readOptions } from './shared/options.ts';
import { findRunningApp } from './shared/running-app.ts';

const OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/**
 * `day`: what a day was like, in the local time of this computer: `today`, which is the default,
 * `yesterday`, or a date (`2026-01-31`).
 */
export async function runDay(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS);
  const [word = 'today', ...more] = positionals;
  if (more.length > 0) throw usageError(`unexpected argument "${more[0]}"`);
  const nowMs = io.clock.nowMs();
  const span = spanOf(word, nowMs);
  if (span === null) throw usageError(`"${word}" is no day: use today, yesterday or a date such as 2026-01-31`);
  if (span.fromAt > nowMs) throw usageError(`${word} has not begun yet`);
  const app = await findRunningApp(chosenFolder(values.data));
  const day = await app.get(`/day?from=${span.fromAt}&to=${Math.min(span.toAt, nowMs)}`, DaySum);
  if (values.json) {
    io.stdout.write(`${JSON.stringify(day)}\n`);
    return EXIT.done;
  }
  const lines = dayLines(day);
  const width = Math.max(...lines.map(({ label }) => label.length));
  const indent = ' '.repeat(width + 2);
  const text = lines.flatMap(({ about, label, text: what }) => [
    `${label.padEnd(width)}  ${what}`,
    ...(about === 'jobs' ? day.jobs.latest.map((job) => `${indent}${dayJobWords(job)}`) : []),
  ]);
  io.stdout.write(`${text.join('\n')}\n`);
  return EXIT.done;
}

/** Null if it is no day. */
function spanOf(word: string, nowMs: number): { readonly fromAt: number; readonly toAt: number } | null {
  if (word === 'today') return { fromAt: midnight(nowMs), toAt: nowMs };
  if (word === 'yesterday') return { fromAt: midnight(nowMs, -1), toAt: midnight(nowMs) };
  return spanOfDay(word);
}
