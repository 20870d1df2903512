import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { z } from 'zod';
import { changeLines, importRows } from '../../src-shared/import/import-rows.ts';
import { importTexts } from '../../src-shared/import/import-texts.ts';
import { farmRacks } from '../../src-shared/meant-place.ts';
import { Miner } from '../../src-shared/model/miner/miner.ts';
import type { MinersChange } from '../../src-shared/model/miner/miners-change.ts';
import { Rack } from '../../src-shared/model/rack.ts';
import { countText } from '../../src-shared/text/count-text.ts';
import { sendChanges, sumOfParts } from './import-changes.ts';
import { CommandError, type CommandIo, EXIT, usageError } from './shared/command.ts';
import { isConfirmed } from './shared/confirm.ts';
import { chosenFolder, readOptions } from './shared/options.ts';
import { findRunningApp } from './shared/running-app.ts';
import { USAGE } from './shared/usage.ts';

/** The most invalid lines that are printed: one mistake in a column makes every line of a farm invalid. */
const MOST_LINES = 20;

/**
 * Imports names, places, tags and passwords from a CSV file, through the running app. Prints what
 * would change and which lines cannot be used before anything is changed; unusable lines are left
 * out.
 */
export async function runImport(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, {
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw usageError(`name one file: ${USAGE.import}`);
  const text = file === '-' ? await readAll(process.stdin) : await readText(file);
  const app = await findRunningApp(chosenFolder(values.data));
  const miners = await app.get('/miners', z.array(Miner));
  const racks = farmRacks(await app.get('/racks', z.array(Rack)), miners);
  const rows = importRows(text, miners, racks);
  const { changes, same, problems, remarks } = rows;
  const lines = changes.flatMap(changeLines);
  for (const remark of remarks) io.stderr.write(`${remark}\n`);
  for (const { line, why } of problems.slice(0, MOST_LINES)) io.stderr.write(`${importTexts.line(line, why)}\n`);
  if (problems.length > MOST_LINES) io.stderr.write(`${importTexts.moreLines(problems.length - MOST_LINES)}\n`);
  if (values['dry-run']) {
    if (values.json) io.stdout.write(`${JSON.stringify({ changes: lines, same, problems })}\n`);
    else io.stdout.write([...lines, importTexts.counted(changes.length, same), ''].join('\n'));
    return problems.length === 0 ? EXIT.done : EXIT.failed;
  }
  if (!values.json) io.stderr.write([...lines, importTexts.counted(changes.length, same), ''].join('\n'));
  if (
    changes.length > 0 &&
    !(await isConfirmed({ question: `Change ${countText(changes.length, 'miner')}?`, yes: values.yes }, io))
  )
    return EXIT.failed;
  const sent = await sendChanges(app, changes, io);
  const sum = sumOfParts(sent);
  const goesOn = sum !== null && sum.finished_at === null;
  if (goesOn) io.stderr.write(`The change goes on in PowerHive: ${sum.change_id}\n`);
  if (sent.unsent > 0) io.stderr.write(`Not sent: ${countText(sent.unsent, 'miner')}. Import the file again.\n`);
  if (sent.error !== null) {
    if (sum !== null) io.stderr.write(endText(sum));
    throw sent.error;
  }
  if (goesOn) return EXIT.failed;
  if (values.json) io.stdout.write(`${JSON.stringify({ change: sum, same, problems })}\n`);
  else if (sum !== null) io.stdout.write(endText(sum));
  return problems.length === 0 && sent.unsent === 0 && (sum === null || sum.failed + sum.skipped === 0)
    ? EXIT.done
    : EXIT.failed;
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(
      error.code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read: ${error.message}`,
    );
  });
}

function endText({ done, failed, skipped, failures }: MinersChange): string {
  const counts = [`${done} done`, `${failed} failed`, `${skipped} skipped`].join(', ');
  return [counts, ...failures.map(({ name, message }) => `${name}: ${message}`), ''].join('\n');
}
