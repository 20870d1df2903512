import { type Stats, statSync } from 'node:fs';
import { messageOf } from './message-of.ts';

/**
 * A message with advice for an error of the system about a file, a folder or a listen address. Null
 * for any other error, which is a bug.
 */
export function systemErrorWords(error: unknown): string | null {
  if (!isSystemError(error)) return null;
  const { code = '', syscall, path, address, port } = error;
  if (syscall === 'listen') return listenWords(code, address ?? '', port ?? 0, messageOf(error));
  return path === undefined ? `${messageOf(error)}.` : fileWords(code, path, messageOf(error));
}

/** Adds the path to a system error that lacks it, as that of a failed read does. */
export function withPath(error: unknown, path: string): unknown {
  if (isSystemError(error)) error.path ??= path;
  return error;
}

/**
 * Throws, as the system would, if what is at a path is no file. The system itself waits without end at
 * a named pipe, and reads a device without end. Nothing at the path is not an error.
 */
export function mustBeFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return;
  const code = found.isDirectory() ? 'EISDIR' : NOT_A_FILE;
  throw Object.assign(new Error(`${path} is ${kindOf(found)}`), { code, syscall: 'open', path });
}

/** Of an error that is ours; the system has no code for it. */
const NOT_A_FILE = 'ENOTFILE';

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder';
  return found.isFIFO() ? 'a named pipe' : found.isSocket() ? 'a socket' : 'a device';
}

type SystemError = NodeJS.ErrnoException & { readonly address?: string; readonly port?: number };

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && typeof (error as SystemError).syscall === 'string';
}

function listenWords(code: string, address: string, port: number, message: string): string {
  const where = `${address.includes(':') ? `[${address}]` : address}:${port}`;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Choose another with --port, or 0 for any free one.`;
    case 'EACCES':
    case 'EPERM':
      return `The system does not let this user open ${where} (${code}). Ports below 1024 are often reserved: choose one above with --port or http.addr.`;
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return `${where} is no address of this computer (${code}); IPv6 may be off. Set http.addr to 127.0.0.1 and a port.`;
    default:
      return `PowerHive cannot listen at ${where}: ${message}.`;
  }
}

function fileWords(code: string, path: string, message: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `This user may not use ${path} (${code}). See who owns it, and run PowerHive as that user or give the file to this one.`;
    case 'EISDIR':
      return `${path} is a folder, and must be a file. Move the folder away.`;
    case NOT_A_FILE:
      return `${message}, and must be a file. Move it away.`;
    case 'ELOOP':
      return `${path} is a link that leads back to itself. Replace it with the file, or remove it.`;
    case 'ENOTDIR':
      return `${path} cannot be used: a part of this path is a file, and must be a folder.`;
    case 'EEXIST':
      return `${path} is there already, and is something else than PowerHive needs there. Move it away.`;
    case 'ENOENT':
      return `There is no ${path}. See that it is written right, and that its disk is there.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk of ${path} is full (${code}). Free some space and try again.`;
    case 'EROFS':
      return `The disk of ${path} cannot be written (${code}). See whether it is mounted read-only.`;
    default:
      return `${path} cannot be used: ${message}.`;
  }
}
