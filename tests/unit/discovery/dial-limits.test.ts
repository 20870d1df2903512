import { describe, expect, it } from 'vitest';
import { scanLimits, shareLimits } from '../../../src-main/discovery/dial/dial-limits.ts';
import { limitReader } from '../../../src-main/discovery/dial/free-descriptors.ts';
import { limitWords } from '../../../src-main/discovery/dial/limit-words.ts';
import { NeighbourLimit } from '../../../src-main/discovery/dial/neighbour-limit.ts';
import { pickToRetry } from '../../../src-main/discovery/pass/pick-silent-to-retry.ts';

const attached = [{ cidr: '198.51.100.0/24', first: 3_325_256_704, last: 3_325_256_959, prefix: 24 }];
const means = { descriptors: 20_000, neighbours: 1024, attached, taken: null };
const hosts = (network: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ host: `${network}.${i >> 8}.${i & 255}`, port: 80 }));
const near = Array.from({ length: 200 }, (_, i) => ({ host: `198.51.100.${i}`, port: 80 }));

describe('how wide a scan may be', () => {
  it('begins moderately and takes thousands of sockets where a router stands between', () => {
    const { width, links } = scanLimits(hosts('127.1', 1000), 400, null, means);
    expect(width).toEqual({ start: 1024, most: 8192 });
    expect(links.attached).toEqual([]);
  });

  it("takes the operator's cap at once", () => {
    expect(scanLimits(near, 400, 300, means).width).toEqual({ start: 300, most: 300 });
    expect(scanLimits(near, 400, 16_000, { ...means, descriptors: null }).width.most).toBe(16_000);
  });

  it('leaves half of the free descriptors to everything else', () => {
    expect(scanLimits(near, 400, null, { ...means, descriptors: 216 }).width).toEqual({ start: 108, most: 108 });
    expect(scanLimits(near, 400, 1024, { ...means, descriptors: 0 }).width.most).toBe(1);
  });

  it('takes half of the neighbour table for addresses of the own link', () => {
    expect(scanLimits(near, 400, null, means).links).toEqual({ attached, entries: 512, taken: null });
    expect(shareLimits(scanLimits(near, 400, null, means), 2).links.entries).toBe(256);
  });

  it('has a deadline that a slow scan meets', () => {
    expect(scanLimits(hosts('127.1', 256), 400, null, means).deadlineMs).toBe(63_200);
    expect(scanLimits(hosts('127.1', 256), 400, 1, means).deadlineMs).toBe(264_800);
  });
});

it('reads the limit of descriptors from the report of Node once, and leaves the network out of it', () => {
  const made: (boolean | undefined)[] = [];
  const report = {
    excludeNetwork: false,
    getReport() {
      made.push(this.excludeNetwork);
      return { userLimits: { open_files: { soft: 256 } } };
    },
  };
  const limit = limitReader(report);
  expect([limit(), limit()]).toEqual([256, 256]);
  expect({ made, after: report.excludeNetwork }).toEqual({ made: [true], after: false });
  expect(limitReader({ getReport: () => ({ userLimits: { open_files: { soft: 'unlimited' } } }) })()).toBeNull();
  const failing = limitReader({ excludeNetwork: false, getReport: () => JSON.parse('') });
  expect(failing).toThrow();
  const real = limitReader(process.report)();
  expect(real === null || real > 0).toBe(true);
});

describe('the neighbour table', () => {
  it('gets no more new addresses within four seconds than it has room for', () => {
    const limit = new NeighbourLimit(100, null, 0);
    let begun = 0;
    for (let nowMs = 0; nowMs < 12_000; nowMs += 10) while (limit.take(nowMs) === 0) begun += 1;
    expect(begun).toBe(300);
    expect(limit.take(11_999)).toBe(1);
  });

  it('is as full at the beginning as the scan before has left it', () => {
    const limit = new NeighbourLimit(100, { entries: 99, agoMs: 500 }, 1500);
    expect(limit.take(1500)).toBe(0);
    expect(limit.take(1500)).toBe(3500);
    expect(limit.take(5000)).toBe(0);
  });
});

describe('a second look', () => {
  it('is at all silent addresses, or first at those beside a host that responds', () => {
    const silent = hosts('127.2', 20_000);
    expect(pickToRetry(silent.slice(0, 8192), [])).toHaveLength(8192);
    const picked = pickToRetry(silent, [{ host: '127.2.70.5', port: 80 }]);
    expect(picked).toHaveLength(8192);
    expect(picked.slice(0, 256).every(({ host }) => host.startsWith('127.2.70.'))).toBe(true);
  });

  it('is in turn at those for which one scan has no time', () => {
    const silent = hosts('127.2', 20_000);
    const random = (n: number) => () => n / 4;
    const seen = new Set([0, 1, 2, 3].flatMap((n) => pickToRetry(silent, [], random(n))));
    expect(seen.size).toBe(20_000);
  });
});

describe('what limited a scan', () => {
  const free = { untried: 0, unheard: 0, socketError: null, fewestSockets: null, linkWaitMs: 0 };
  it.each([
    [free, null],
    [{ ...free, linkWaitMs: 400 }, null],
    [{ ...free, linkWaitMs: 4100 }, null],
    [{ ...free, linkWaitMs: 12_400 }, /^Scanned slowly for 12 s: the neighbour table/],
    [{ ...free, untried: 1200 }, /^The scan took too long: 1,200 addresses could not be tried\. Scan fewer/],
    [{ ...free, unheard: 1200 }, /^This computer was too busy to identify 1,200 hosts\.$/],
    [{ ...free, socketError: 'EMFILE', fewestSockets: 0 }, /\(EMFILE\) for more than 1 at once.*ulimit -n/],
    [{ ...free, socketError: 'ENFILE', untried: 3 }, /\(ENFILE\): 3 addresses could not be tried/],
  ])('%j is said as %s', (end, words) => {
    if (words === null) expect(limitWords(end)).toBeNull();
    else expect(limitWords(end)).toMatch(words);
  });
});
