import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { LONGEST_PASSWORD } from '../../src-shared/limits/password-limit.ts';
import { type MinerPassword, MinerPasswords, NewMinerPassword } from '../../src-shared/model/miner/miner-password.ts';
import { countText } from '../../src-shared/text/count-text.ts';
import { minuteText } from '../../src-shared/text/iso-time.ts';
import { type CommandIo, EXIT, usageError } from './shared/command.ts';
import { chosenFolder, readOptions } from './shared/options.ts';
import { findRunningApp } from './shared/running-app.ts';
import { formatTable } from './shared/table.ts';

const OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  file: { type: 'string' },
} as const;

/**
 * `passwords`: lists the miner passwords of this farm with their results, never the passwords
 * themselves. `passwords add` reads one a line from a file or from standard input, because an
 * argument would be in the history of the shell. `passwords remove ID` removes one.
 */
export async function runPasswords(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS);
  const [verb, id, ...more] = positionals;
  const isKnown = verb === undefined || (verb === 'add' && id === undefined) || (verb === 'remove' && id !== undefined);
  if (!isKnown || more.length > 0) throw usageError('enter nothing, "add", or "remove" and an id');
  const app = await findRunningApp(chosenFolder(values.data));
  if (verb === 'add') {
    const lines = (await readLines(values.file)).split(/\r?\n/).filter((line) => line !== '');
    if (lines.length === 0) throw usageError('there is no password to add: give one a line');
    for (const password of lines) {
      if (!NewMinerPassword.safeParse({ password }).success)
        throw usageError(`a password has ${LONGEST_PASSWORD} characters at most`);
    }
    for (const password of lines) await app.post('/miner-passwords', { password }, z.unknown());
  }
  if (verb === 'remove') await app.delete(`/miner-passwords/${encodeURIComponent(id ?? '')}`, z.unknown());
  const result = await app.get('/miner-passwords', MinerPasswords);
  if (values.json) io.stdout.write(`${JSON.stringify(result)}\n`);
  else io.stdout.write(`${listed(result)}\n`);
  return EXIT.done;
}

async function readLines(file: string | undefined): Promise<string> {
  if (file !== undefined) return readFile(file, 'utf8');
  if (!process.stdin.isTTY) return text(process.stdin);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question('Miner password: ');
  } finally {
    terminal.close();
  }
}

function listed({ passwords, locked, waiting }: MinerPasswords): string {
  const still = waiting === 0 ? '' : `, ${waiting} still to be tried`;
  const end = `${countText(locked, 'miner')} locked${still}`;
  if (passwords.length === 0) return `No miner password; the factory password is tried\n${end}`;
  return `${formatTable(passwords, COLUMNS)}\n${end}`;
}

const COLUMNS = [
  { title: 'ID', cell: ({ id }: MinerPassword) => id },
  { title: 'ADDED', cell: ({ added_at }: MinerPassword) => minuteText(added_at) },
  { title: 'UNLOCKED', cell: ({ unlocked }: MinerPassword) => String(unlocked), align: 'right' as const },
  { title: 'REFUSED', cell: ({ refused }: MinerPassword) => String(refused), align: 'right' as const },
];
