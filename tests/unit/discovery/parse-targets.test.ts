import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressText,
  countAddresses,
  isPublic,
  parseTarget,
  parseTargets,
  type Target,
  tooManyTogether,
} from '../../../src-main/discovery/parse-targets.ts';
import { cases, LONG_MS } from '../../fuzz/cases.ts';
import { oddText } from '../../fuzz/odd-values.ts';

const parse = (text: string, force = false) => parseTarget(text, { defaultPort: 80, force });

function target(text: string): Target {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.target;
}

function spell(text: string): string {
  const parsed = target(text);
  const ports = parsed.firstPort === parsed.lastPort ? `${parsed.firstPort}` : `${parsed.firstPort}-${parsed.lastPort}`;
  if (parsed.kind === 'host') return `${parsed.host}:${ports}`;
  return `${addressText(parsed.first)}-${addressText(parsed.last)}:${ports}`;
}

describe('a target', () => {
  it.each([
    ['127.4.0.0/22', '127.4.0.0-127.4.3.255:80'],
    ['127.4.1.77/24', '127.4.1.0-127.4.1.255:80'],
    ['127.0.0.5', '127.0.0.5-127.0.0.5:80'],
    ['127.0.0.5/32', '127.0.0.5-127.0.0.5:80'],
    ['127.0.0.10-127.0.0.80:8980', '127.0.0.10-127.0.0.80:8980'],
    ['  127.0.0.1:8080 ', '127.0.0.1-127.0.0.1:8080'],
    ['miner-7.farm.example:81', 'miner-7.farm.example:81'],
    ['localhost', 'localhost:80'],
    ['127.0.0.10-80', '127.0.0.10-127.0.0.80:80'],
    ['127.0.8.10-80:8980', '127.0.8.10-127.0.8.80:8980'],
    ['127.0.8.10 - 80', '127.0.8.10-127.0.8.80:80'],
    ['127.0.8.10 - 127.0.9.20:81', '127.0.8.10-127.0.9.20:81'],
    ['127.0.8.*', '127.0.8.0-127.0.8.255:80'],
    ['127.1.*.*:8980', '127.1.0.0-127.1.255.255:8980'],
    ['127.0.0.1:20000-20047', '127.0.0.1-127.0.0.1:20000-20047'],
    ['127.0.0.1-127.0.0.3:20000 - 20047', '127.0.0.1-127.0.0.3:20000-20047'],
    ['localhost:8980-8981', 'localhost:8980-8981'],
    ['127.0.0.1:80-80', '127.0.0.1-127.0.0.1:80'],
    // Editors and phones write other dashes.
    ['127.0.8.10–80:8980', '127.0.8.10-127.0.8.80:8980'],
    ['127.0.8.10 — 127.0.9.20:20000−20047', '127.0.8.10-127.0.9.20:20000-20047'],
  ])('reads %s', (text, meaning) => {
    expect(spell(text)).toBe(meaning);
  });

  it.each([
    ['', 'Empty'],
    ['127.0.0.0/33', '"/33" must be a prefix length'],
    ['127.0.0.0/', '"/" must be a prefix length'],
    ['127.0.0.0/24/8', '"/24/8" must be a prefix length'],
    ['127.0.0.300', '"127.0.0.300": Not an address, range or network.'],
    ['127.*.0.1', 'Not an address, range or network.'],
    ['127.0.0.*/24', 'Not an address, range or network.'],
    ['127.0.0.10-5', 'ends at 5, before it starts at 127.0.0.10'],
    ['127.0.0.10-256', '"256" must be the last address of the range'],
    ['127.0.0.10-127.0.0.5', 'ends at 127.0.0.5, before it starts'],
    ['127.0.0.1:0', 'Port "0"'],
    ['127.0.0.1:99999', 'Port "99999"'],
    ['127.0.0.1:http', 'Port "http"'],
    ['127.0.0.1:80-', 'Port ""'],
    ['127.0.0.1:80-81-82', 'Port "81-82"'],
    ['127.0.0.1:80-70000', 'Port "70000"'],
    ['127.0.0.1:81-80', 'The ports end at 80, before they start at 81.'],
    ['http://127.0.0.1/', 'Enter only the host'],
    ['::1', 'IPv6'],
    ['02:95:23:00:00:01', 'A MAC address. Enter the IP address.'],
    ['127.0.0.1:8980, 127.0.0.2:8980', 'More than one target. Enter each on its own.'],
    ['127.0.0.1;127.0.0.2', 'More than one target.'],
    ['two words', '"two words": Not a valid host name'],
    ['239.0.0.1', 'No miner can have such an address'],
    ['0.0.0.0/32', 'No miner can have such an address'],
  ])('refuses %s and names what is wrong', (text, words) => {
    const parsed = parse(text);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.error).toContain(words);
  });

  it('of more than 65,536 addresses is refused, unless forced', () => {
    expect(parse('127.0.0.0/16').ok).toBe(true);
    const parsed = parse('127.0.0.0/15');
    expect(parsed.ok ? '' : parsed.error).toContain('Too large: 131,072 addresses, 65,536 at most per line.');
    expect(parse('127.0.0.0/15', true).ok).toBe(true);
  });

  it('counts each of its ports', () => {
    expect(countAddresses(target('127.0.0.1:20000-20047'))).toBe(48);
    expect(countAddresses(target('localhost:8980-8981'))).toBe(2);
    expect(parse('127.0.0.0/16:80').ok).toBe(true);
    const parsed = parse('127.0.0.0/16:80-81');
    expect(parsed.ok ? '' : parsed.error).toContain(
      'Too large: 131,072 addresses, 65,536 at most per line. Enter fewer addresses or ports.',
    );
    expect(parse('127.0.0.0/16:80-81', true).ok).toBe(true);
  });

  it('that is too large is offered as the networks that it is made of', () => {
    const parsed = parse('127.0.0.0/8');
    expect(parsed.ok ? '' : parsed.why).toBe(
      'Too large: 16,777,216 addresses, 65,536 at most per line. Enter only those of its /16 networks that have miners: 127.0.0.0/16 … 127.255.0.0/16. Or use --force.',
    );
  });

  it.each(['x y'.repeat(140), `127.0.0.1:${'9'.repeat(400)}`, `127.0.0.1-${'9'.repeat(400)}`])(
    'is repeated once and shortened where it is long and wrong',
    (text) => {
      const parsed = parse(text);
      expect(parsed.ok ? '' : parsed.error.length).toBeLessThan(220);
      expect(parsed.ok ? '' : parsed.why).not.toContain(text.slice(0, 62));
    },
  );

  it.each([
    ['8.8.8.8', true],
    ['8.8.8.0/24', true],
    ['172.32.0.0/16', true],
    ['192.167.255.250-192.168.0.5', true],
    ['10.1.0.0/16', false],
    ['172.16.4.0/22', false],
    ['192.168.1.10-80', false],
    ['100.100.1.1', false],
    ['127.77.0.0/24', false],
    ['192.0.2.7', false],
    ['miner-7.farm.example', false],
  ])('%s is of others: %s', (text, expected) => {
    expect(isPublic(target(text))).toBe(expected);
  });

  it('means every address from its first to its last, for any range', () => {
    const address = fc.integer({ min: 0x7f000000, max: 0x7fffffff });
    fc.assert(
      fc.property(
        address,
        fc.integer({ min: 0, max: 65_535 }),
        fc.integer({ min: 1, max: 65_535 }),
        (first, more, port) => {
          const last = Math.min(first + more, 0x7fffffff);
          const parsed = target(`${addressText(first)}-${addressText(last)}:${port}`);
          expect(parsed).toMatchObject({ kind: 'addresses', first, last, firstPort: port, lastPort: port });
          expect(countAddresses(parsed)).toBe(last - first + 1);
        },
      ),
    );
  });

  it(
    'never throws, whatever is written, and always says something of what it refuses',
    () => {
      fc.assert(
        fc.property(fc.oneof(fc.string(), oddText, fc.stringMatching(/^[\d./:-]{0,40}$/)), (text) => {
          const parsed = parse(text);
          if (!parsed.ok) expect(parsed.error.length).toBeGreaterThan(10);
        }),
        cases(1000),
      );
    },
    LONG_MS,
  );
});

it('takes no more than a million addresses in one scan, whoever wants it', () => {
  expect(parse('10.0.0.0/12', true)).toMatchObject({ ok: true });
  expect(parse('10.0.0.0/8', true)).toMatchObject({
    ok: false,
    error: expect.stringContaining('16,777,216 addresses. One scan takes 1,048,576 at most.'),
  });
  const lines = Array.from({ length: 17 }, (_, i) => `10.${i}.0.0/16`);
  expect(tooManyTogether(parseTargets(lines.slice(1), 80))).toBeNull();
  expect(tooManyTogether(parseTargets(lines, 80))).toBe('1,114,112 addresses. One scan takes 1,048,576 at most.');
});
