import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Settings } from '../../src-shared/model/index.ts';
import { parseTarget } from '../discovery/targets.ts';
import { writeWhole } from './write-whole.ts';

/**
 * A configuration that cannot be used. The message names the file, the JSON path and what to write
 * there.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * The configuration of a file; defaults for every key it does not have, and for a file that does
 * not exist. Never writes.
 */
export async function readConfig(file: string): Promise<Settings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Settings.parse({});
    throw new ConfigError(`${file} cannot be read: ${(error as Error).message}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ConfigError(
      `${file} is not valid JSON: ${(error as Error).message}. Fix or move the file; it was not changed.`,
    );
  }
  return parseConfig(json, file);
}

/** Checks a configuration value; `where` names it in the message. */
export function parseConfig(json: unknown, where: string): Settings {
  const parsed = Settings.safeParse(json);
  if (!parsed.success) {
    throw new ConfigError(`${where}: ${parsed.error.issues.map(describeIssue).join('; ')}`);
  }
  parsed.data.network.subnets.forEach((text, index) => {
    const target = parseTarget(text, { defaultPort: parsed.data.network.port });
    if (!target.ok) throw new ConfigError(`${where}: network.subnets[${index}]: ${target.error}`);
  });
  return parsed.data;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = z.core.toDotPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => (path === '' ? key : `${path}.${key}`));
    return `${keys.join(', ')}: unknown key${keys.length === 1 ? '' : 's'}`;
  }
  return `${path === '' ? 'the file' : path}: ${issue.message}`;
}

/**
 * Replaces the file whole: whoever reads it, even after a power cut, finds the old configuration or
 * the new one.
 */
export async function writeConfig(file: string, settings: Settings): Promise<void> {
  try {
    await writeWhole(file, `${JSON.stringify(settings, null, 2)}\n`);
  } catch (error) {
    throw new ConfigError(`${file} cannot be written: ${(error as Error).message}. The settings are unchanged.`);
  }
}
