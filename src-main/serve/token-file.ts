import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { mustBeFile, withPath } from '../runtime/system-error.ts';

/** 32 random bytes as base64url. */
const WELL_FORMED = /^[A-Za-z0-9_-]{43}$/;

/**
 * The token for the REST API and the WebSocket: the one in the file, or a new one if the file does
 * not exist or has other content. Only its owner can read the file (mode 0600).
 */
export async function ensureToken(tokenFile: string): Promise<string> {
  const present = await readToken(tokenFile);
  if (present !== null) {
    await chmod(tokenFile, 0o600);
    return present;
  }
  const token = randomBytes(32).toString('base64url');
  await mkdir(dirname(tokenFile), { recursive: true });
  await replaceFile(tokenFile, token);
  return token;
}

/** The token in the file; null if there is none or it is malformed. */
export async function readToken(tokenFile: string): Promise<string | null> {
  try {
    mustBeFile(tokenFile);
    const text = (await readFile(tokenFile, 'utf8')).trim();
    return WELL_FORMED.test(text) ? text : null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw withPath(error, tokenFile);
  }
}

/** Whether a text is the token; takes constant time. */
export function tokensMatch(expected: string, shown: string): boolean {
  return timingSafeEqual(digest(expected), digest(shown));
}

/** For equal lengths, which `timingSafeEqual` requires. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Writes a new file and renames it, so that no reader gets a partial token, and the file is never
 * readable by others.
 */
async function replaceFile(path: string, text: string): Promise<void> {
  const fresh = `${path}.${process.pid}.new`;
  await rm(fresh, { force: true });
  const file = await open(fresh, 'wx', 0o600);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
  await rename(fresh, path);
}
