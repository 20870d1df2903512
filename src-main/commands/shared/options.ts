import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import type { Bounds } from '../../../src-shared/setting-defaults/bounded-setting.ts';
import { nearestWord } from '../../../src-shared/text/nearest-word.ts';
import { type DataFolder, dataFolder, defaultDataPath } from '../../config/data-folder.ts';
import { usageError } from './command.ts';

/** Parses a command's arguments. Throws a usage error that names a wrong one. */
export function readOptions<T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  const read = parsed(args, options);
  for (const [name, value] of Object.entries(read.values)) {
    const wrong = [value].flat().flatMap((one) => (typeof one === 'string' ? (valueProblem(one) ?? []) : []))[0];
    if (wrong !== undefined) throw usageError(`--${name} ${wrong}`);
  }
  return read;
}

function parsed<T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usageError(wrongOption(error as NodeJS.ErrnoException, options));
  }
}

/**
 * What is wrong with any value; null if nothing. It is empty in a script with an unset variable:
 * an empty path would be the working folder. And shells do not expand the `~` of `--data=~/farm`.
 */
function valueProblem(value: string): string | null {
  if (value.trim() === '') return 'needs a value';
  return /^~(?:[/\\]|$)/.test(value) ? `needs a full path: the shell did not expand the ~ of "${value}"` : null;
}

/** Our message for an error of Node's `parseArgs`. */
function wrongOption({ code, message }: NodeJS.ErrnoException, options: ParseArgsOptionsConfig): string {
  const given = /'(?:-\w, )?(--?[^'\s=]+)/.exec(message)?.[1];
  if (given === undefined) return message;
  const name = given.replace(/^-+/, '');
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    return options[name]?.type === 'boolean' ? `${given} takes no value` : `${given} needs a value`;
  }
  const meant = nearestWord(name, Object.keys(options));
  const all = Object.keys(options).map((option) => `--${option}`);
  return `there is no option ${given}. ${meant === null ? `Options are ${all.join(', ')}` : `Did you mean --${meant}?`}`;
}

/** Parses an integer; null if it was not given. Throws a usage error if it is out of bounds. */
export function wholeNumber(name: string, text: string | undefined, { least, most }: Bounds): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw usageError(`${name} must be a whole number from ${least} to ${most}, not "${text}"`);
  }
  return value;
}

/** The data folder that `--data` names, or else the desktop app's. */
export function chosenFolder(data: string | undefined): DataFolder {
  return dataFolder(data ?? defaultDataPath(process.platform, process.env));
}

/**
 * The search of a command; empty if there is none. A blank one is refused: a script with an unset
 * variable means some miners, not all of them.
 */
export function givenQuery(positionals: readonly string[]): string {
  const text = positionals.join(' ').trim();
  if (text === '' && positionals.length > 0) throw usageError('the search is empty: leave it out to list everything');
  return text;
}
