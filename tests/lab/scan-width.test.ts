import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../fixtures/patience.ts';
import { startProgram } from '../fixtures/program/program.ts';
import { Lab, whyNoLab } from './lab.ts';

interface Found {
  readonly addresses: number;
  readonly miners: readonly { readonly ip: string }[];
  readonly message: string | null;
}

/**
 * How often the system has dropped packets because its neighbour table was full, over all
 * namespaces.
 */
function tableOverflows(): number | null {
  const file = '/proc/net/stat/arp_cache';
  if (!existsSync(file)) return null;
  const [head = '', ...rows] = readFileSync(file, 'utf8').trim().split('\n');
  const column = head.trim().split(/\s+/).indexOf('table_fulls');
  return rows.reduce((sum, row) => sum + Number.parseInt(row.trim().split(/\s+/)[column] ?? '0', 16), 0);
}

describe.skipIf(whyNoLab !== null)(`the width of a scan${whyNoLab === null ? '' : ` (left out: ${whyNoLab})`}`, () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open();
  });
  afterAll(() => lab?.[Symbol.asyncDispose]());

  /**
   * `powerhive scan` in the lab, and the maximum number of neighbours that the system was waiting
   * for.
   */
  async function scan(...targets: string[]): Promise<{ found: Found; mostWaitedFor: number; stderr: string }> {
    const program = startProgram(['scan', ...targets, '--json'], lab.within('here'));
    let mostWaitedFor = 0;
    while (program.child.exitCode === null && program.child.signalCode === null) {
      const waitedFor = lab.run('here', 'ip', 'neigh', 'show', 'nud', 'incomplete').split('\n').length - 1;
      mostWaitedFor = Math.max(mostWaitedFor, waitedFor);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await program.ended;
    expect(program.child.exitCode, program.stderr()).toBe(0);
    return { found: JSON.parse(program.stdout()) as Found, mostWaitedFor, stderr: program.stderr() };
  }
  /**
   * The kernel drops entries at the same time, and `ip` fails if one disappears before it gets
   * there.
   */
  const forgetNeighbours = () => eventually(() => lab.run('here', 'ip', 'neigh', 'flush', 'all'));
  const ipsOf = ({ miners }: Found): string[] => miners.map(({ ip }) => ip);

  it('leaves room in the neighbour table for addresses of its own link, and misses none', async () => {
    const miners = ['198.51.100.200', '203.0.113.17', '203.0.113.250', '192.0.2.129'];
    for (const network of ['203.0.113', '192.0.2']) {
      lab.run('here', 'ip', 'addr', 'add', `${network}.70/24`, 'dev', 'uplink');
    }
    await lab.startRack(miners.map((ip) => `${ip}:80`).join(','), '--profile', 'healthy');
    for (const ip of miners.slice(1)) {
      lab.run('farm', 'ip', 'addr', 'del', `${ip}/32`, 'dev', 'lo');
      lab.run('farm', 'ip', 'addr', 'add', `${ip}/24`, 'dev', 'port');
    }
    // All namespaces share the table: it may overflow occasionally by other tests, but does so each
    // time for a scan that is too wide.
    const { found, mostWaitedFor } = await eventually(async () => {
      await forgetNeighbours();
      const before = tableOverflows();
      const scanned = await scan('198.51.100.0/24', '203.0.113.0/24', '192.0.2.0/24');
      expect(tableOverflows()).toBe(before);
      return scanned;
    });
    for (const network of ['203.0.113', '192.0.2']) {
      lab.run('here', 'ip', 'addr', 'del', `${network}.70/24`, 'dev', 'uplink');
    }
    expect(found.addresses).toBe(3 * 254);
    expect(ipsOf(found)).toEqual([...miners].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })));
    expect(mostWaitedFor).toBeGreaterThan(0);
    // Half of the table, and a few whose entries a busy system drops late.
    expect(mostWaitedFor).toBeLessThanOrEqual(512 + 64);
  });

  it('finds behind a router by itself what a careful scan finds', async () => {
    await forgetNeighbours();
    const targets = ['203.0.113.0/24', '192.0.2.0/24'];
    const bySelf = await scan(...targets);
    const carefully = await scan(...targets, '--concurrency', '128', '--timeout-ms', '1000');
    expect(ipsOf(bySelf.found)).toEqual(['192.0.2.129', '203.0.113.17', '203.0.113.250']);
    expect(ipsOf(carefully.found)).toEqual(ipsOf(bySelf.found));
    // Only the gateway is a neighbour.
    expect(bySelf.mostWaitedFor).toBeLessThanOrEqual(1);
  });

  it('finds the same with a few descriptors, most addresses of which are silent', async () => {
    const few = [...lab.within('here'), 'sh', '-c', 'ulimit -n 64; exec "$@"', 'sh'];
    const program = startProgram(['scan', '203.0.113.0/24', '--json'], few);
    await program.ended;
    expect(program.child.exitCode, program.stderr()).toBe(0);
    const found: Found = JSON.parse(program.stdout());
    expect(ipsOf(found)).toEqual(['203.0.113.17', '203.0.113.250']);
    expect(found.message ?? '').not.toContain('could not be tried');
  });

  it('fails where this computer cannot send to a network: it was not scanned', async () => {
    lab.run('here', 'ip', 'route', 'add', 'unreachable', '192.0.2.0/24');
    const program = startProgram(['scan', '192.0.2.0/29', '198.51.100.200', '--json'], lab.within('here'));
    await program.ended;
    lab.run('here', 'ip', 'route', 'del', 'unreachable', '192.0.2.0/24');
    expect(JSON.parse(program.stdout()).message).toContain('no route to 192.0.2.0/29');
    expect(program.child.exitCode).toBe(1);
  });
});
