import { usageError } from './command.ts';
import { chosenFolder, readOptions } from './options.ts';
import { findRunningApp } from './running-app.ts';

/** The options of every command that sends requests to the running app. */
export const APP_OPTIONS = { data: { type: 'string' }, json: { type: 'boolean', default: false } } as const;

/**
 * Finds the running app by the options of a command that takes no other arguments. `json`: whether
 * the output is JSON.
 */
export async function appOfOptions(args: readonly string[]) {
  const { values, positionals } = readOptions(args, APP_OPTIONS);
  if (positionals.length > 0) throw usageError(`unexpected argument "${positionals[0]}"`);
  return { app: await findRunningApp(chosenFolder(values.data)), json: values.json };
}
