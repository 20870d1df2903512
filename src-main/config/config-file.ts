import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Settings } from '../../src-shared/model/settings.ts';
import { parseTarget, parseTargets, tooManyTogether } from '../discovery/parse-targets.ts';
import { replaceFile } from '../runtime/files/replace-file.ts';
import { mustBeFile, systemErrorWords, withPath } from '../runtime/system-error.ts';
import { decodeText, repeatedKey } from './json-text.ts';

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
  const json = await readJson(file);
  return parseConfig(json === undefined ? {} : json, file);
}

/** The parsed file, unchecked; undefined if it does not exist. */
export async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    mustBeFile(file);
    text = decodeText(await readFile(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ConfigError(
      systemErrorWords(withPath(error, file)) ?? `${file} cannot be read: ${(error as Error).message}`,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(
      `${file} is not valid JSON: ${(error as Error).message}. Fix or move the file; it was not changed.`,
    );
  }
  const repeated = repeatedKey(text);
  if (repeated === null) return json;
  throw new ConfigError(`${file} has ${repeated} twice. Join the two; the file was not changed.`);
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
  const { subnets, port } = parsed.data.network;
  const tooMany = tooManyTogether(parseTargets(subnets, port));
  if (tooMany !== null) throw new ConfigError(`${where}: network.subnets: ${tooMany}`);
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
 * Writes the id of this farm into the file, and changes nothing else: missing keys still follow
 * their defaults.
 */
export async function writeSiteId(file: string, id: string): Promise<void> {
  const found = await readJson(file);
  const json = found === undefined ? {} : found;
  const { site } = parseConfig(json, file);
  await writeConfig(file, { ...(json as object), site: { id, ...(site.name !== null && { name: site.name }) } });
}

/**
 * Replaces the file atomically: a reader finds the old configuration or the new one, even after a
 * power cut. Missing keys follow their defaults.
 */
export async function writeConfig(file: string, json: z.input<typeof Settings>): Promise<void> {
  try {
    await replaceFile(file, `${JSON.stringify(json, null, 2)}\n`);
  } catch (error) {
    throw new ConfigError(`${file} cannot be written: ${(error as Error).message}. The settings are unchanged.`);
  }
}
