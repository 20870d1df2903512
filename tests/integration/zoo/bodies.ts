import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { fixture, fixtureText } from '../../unit/drivers/fixture.ts';

/**
 * Texts that a spreadsheet or a browser would execute, a terminal would obey, or a database would
 * fail on.
 */
export const CANARIES = [
  '<script>window.canary=1</script>',
  '"><img src=x onerror="window.canary=1">',
  "javascript:window.canary=1//'--",
  '=HYPERLINK("http://127.0.0.1:1/","x")',
  '@SUM(1+1)',
  'bell\u0007 escape\u001b[31m null\u0000 line\r\nforged: line',
  '\u202egnp.exe \u2066hidden\u2069',
  "Robert'); DROP TABLE miners;--",
  '{{7*7}} %s %n',
] as const;

/** Puts a canary before every text of a payload; numbers are unchanged. */
export function withCanaries(payload: unknown, keep: readonly string[] = []): unknown {
  let next = 0;
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return keep.includes(key) ? value : `${CANARIES[next++ % CANARIES.length]}${value}`;
    if (Array.isArray(value)) return value.map((item) => walk(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner, name)]));
  };
  return walk(payload, '');
}

/** The recorded payload with every number replaced by one that JSON allows and no type can hold. */
export function withNumbers(endpoint: string, numbers: readonly string[]): string {
  let next = 0;
  return fixtureText('1.2.6', endpoint).replace(
    /([:[,]\s*)-?\d+(?:\.\d+)?(?=\s*[,}\]])/g,
    (_whole, before) => `${before}${numbers[next++ % numbers.length]}`,
  );
}

export const HUGE_NUMBERS = ['1e400', '-1e400', '9007199254740993', '-0', '1e308', '-5', '1e-400'];
export const NOT_JSON_NUMBERS = ['NaN', 'Infinity', '-Infinity'];

export const DEEP = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;

/** Duplicate keys, and keys that every object has. */
export function withDuplicateKeys(): string {
  const miner = JSON.stringify((fixture('1.2.6', 'summary') as { miner: unknown }).miner);
  return `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"miner":null,"miner":${miner.replace('{', '{"__proto__":{"polluted":1},"hr_realtime":1,')},"toString":1}`;
}

export const GZIP_BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));

/** Sends bytes without end, as fast as they are accepted. */
export function pour(response: ServerResponse): void {
  const block = Buffer.alloc(64 * 1024, 0x20);
  const pump = (): void => {
    while (!response.destroyed) {
      if (!response.write(block)) {
        response.once('drain', pump);
        return;
      }
    }
  };
  pump();
}

/** Sends one byte from time to time, without end. */
export function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 100);
  response.once('close', () => clearInterval(timer));
}
