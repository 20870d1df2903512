/** A key with its colon, another text, or the begin or end of an object or array. */
const TOKEN = /"((?:[^"\\]|\\.)*)"\s*:|"(?:[^"\\]|\\.)*"|[{}[\]]/g;

/** An open object or array: its place, and the paths of its keys. */
interface Open {
  readonly path: string;
  readonly keys: Set<string>;
}

/**
 * The path of a key that an object in this JSON text has twice; null if there is none. `JSON.parse`
 * would use the last one alone, so that what is under the first would be lost silently.
 */
export function repeatedKey(json: string): string | null {
  const open: Open[] = [];
  let path = '';
  for (const [token, key] of json.matchAll(TOKEN)) {
    const inside = open.at(-1);
    if (token === '{' || token === '[') open.push({ path, keys: new Set() });
    else if (token === '}' || token === ']') open.pop();
    else if (key !== undefined && inside !== undefined) {
      const name: unknown = JSON.parse(`"${key}"`);
      path = inside.path === '' ? String(name) : `${inside.path}.${name}`;
      if (inside.keys.has(path)) return path;
      inside.keys.add(path);
    }
  }
  return null;
}

/**
 * The text of a file that an editor or a shell of Windows may have written: a byte order mark says
 * that it is UTF-16. Without one it is UTF-8.
 */
export function decodeText(bytes: Buffer): string {
  const [first, second] = bytes;
  const isLittle = first === 0xff && second === 0xfe;
  const isBig = first === 0xfe && second === 0xff;
  return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8').decode(bytes);
}
