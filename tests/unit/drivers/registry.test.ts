import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../../src-main/discovery/parse-targets.ts';
import { chooseAtHost, HostGroups } from '../../../src-main/discovery/pass/host-groups.ts';
import { planScan } from '../../../src-main/discovery/scan-plan.ts';
import { chooseDriver } from '../../../src-main/drivers/choose-driver.ts';
import { credentialsFor } from '../../../src-main/drivers/credentials.ts';
import type { Driver, DriverPort } from '../../../src-main/drivers/driver.ts';
import { DRIVERS, DriverRegistry } from '../../../src-main/drivers/registry.ts';
import { KNOWN_FIRMWARE } from '../../../src-shared/text/firmware-words.ts';
import { lineDriver } from '../../fixtures/farm/line-driver.ts';

const driver = (kind: string, ports: readonly DriverPort[], replaces_stock = false): Driver => ({
  ...lineDriver,
  kind,
  ports,
  replaces_stock,
});
const [stock, other, vendor] = [driver('stock', [4028]), driver('other', [4028]), driver('vendor', ['target'], true)];
const kinds = (drivers: readonly { readonly kind: string }[]): string[] => drivers.map(({ kind }) => kind);

describe('the registry of drivers', () => {
  it('has VNish alone today, on the port of the target', () => {
    expect(kinds(DRIVERS.all)).toEqual(['vnish']);
    expect(DRIVERS.ownPorts).toEqual([]);
    expect(kinds(DRIVERS.at(8980))).toEqual(['vnish']);
    expect(DRIVERS.get('vnish')?.credentials).toEqual({ kind: 'password', factory: 'admin' });
    expect(DRIVERS.get('toaster')).toBeNull();
    expect(DRIVERS.get(null)).toBeNull();
  });

  it('gives a port that drivers name to them, and every other to those of the target', () => {
    const registry = new DriverRegistry([stock, other, vendor, driver('more', [8889, 4029])]);
    expect(registry.ownPorts).toEqual([4028, 4029, 8889]);
    expect(kinds(registry.at(4028))).toEqual(['stock', 'other']);
    expect(kinds(registry.at(80))).toEqual(['vendor']);
  });

  it('refuses two drivers of one kind', () => {
    expect(() => new DriverRegistry([stock, driver('stock', [1])])).toThrow(/same kind/);
  });
});

describe('of several drivers that recognise one miner', () => {
  const by = (...drivers: Driver[]) => drivers.map((one) => ({ driver: one }));

  it('the firmware that replaces the stock one wins, wherever it stands in the list', () => {
    expect(chooseDriver(by(stock, vendor))?.driver.kind).toBe('vendor');
    expect(chooseDriver(by(vendor, stock))?.driver.kind).toBe('vendor');
  });

  it('the first wins where none replaces it, and none where none recognised it', () => {
    expect(chooseDriver(by(stock, other))?.driver.kind).toBe('stock');
    expect(chooseDriver([])).toBeNull();
  });
});

describe('the ports of a host', () => {
  const targetOf = (text: string) => {
    const parsed = parseTarget(text, { defaultPort: 80 });
    if (!parsed.ok) throw new Error(parsed.error);
    return parsed.target;
  };

  it('are dialled right after each other, each once, and known as one host', async () => {
    const plan = await planScan([targetOf('10.9.0.1-10.9.0.2'), targetOf('10.9.0.1:4028')], {
      attached: [],
      driverPorts: [4028],
    });
    const texts = plan.addresses.map(({ host, port }) => `${host}:${port}`);
    expect(texts).toEqual(['10.9.0.1:80', '10.9.0.1:4028', '10.9.0.2:80', '10.9.0.2:4028']);
    expect(plan.siblings('10.9.0.2:4028').map(({ port }) => port)).toEqual([80, 4028]);
    expect(plan.covers('10.9.0.2:4028')).toBe(true);
    expect(plan.siblings('10.9.0.3')).toEqual([]);
  });

  it('are probed together, once all of them have been dialled', () => {
    const ports = [80, 4028, 8889].map((port) => ({ host: '10.9.0.1', port }));
    const groups = new HostGroups(() => ports);
    const [web, api, more] = ports;
    if (web === undefined || api === undefined || more === undefined) throw new Error('three ports');
    expect(groups.note(api, 'open')).toEqual([]);
    expect(groups.note(more, 'refused')).toEqual([]);
    expect(groups.note(web, 'open')).toEqual([api, web]);
    expect(new HostGroups(() => [web]).note(web, 'open')).toEqual([web]);
    expect(new HostGroups(() => [web]).note(web, 'silent')).toEqual([]);
  });

  it('that give one MAC are one miner, and others stay apart', () => {
    const registry = new DriverRegistry([stock, vendor]);
    const at = (port: number, kind: string, mac: string | null) => ({
      address: { host: '10.9.0.1', port },
      recognised: { kind, info: { mac } as never },
    });
    const found = [at(4028, 'stock', 'a'), at(80, 'vendor', 'a'), at(81, 'stock', 'b'), at(82, 'stock', null)];
    const chosen = chooseAtHost(found, (kind) => registry.get(kind));
    expect(chosen.map(({ address }) => address.port)).toEqual([80, 81, 82]);
  });
});

describe('the credentials of a miner', () => {
  it('are of the kind that its driver takes, with what the operator set before what it has from the factory', () => {
    const password = { kind: 'password', factory: 'admin' } as const;
    expect(credentialsFor(password, null)).toEqual({ kind: 'password', password: 'admin' });
    expect(credentialsFor(password, 'own')).toEqual({ kind: 'password', password: 'own' });
    expect(credentialsFor({ kind: 'password', factory: null }, null)).toBeNull();
    const both = { kind: 'user_and_password', factory: { user: 'root', password: 'root' } } as const;
    expect(credentialsFor(both, 'own')).toEqual({ kind: 'user_and_password', user: 'root', password: 'own' });
    expect(credentialsFor({ kind: 'token' }, 'tok')).toEqual({ kind: 'token', token: 'tok' });
    expect(credentialsFor({ kind: 'token' }, null)).toBeNull();
    expect(credentialsFor({ kind: 'none' }, 'own')).toBeNull();
  });
});

it('has the drivers that the screens name', () => {
  for (const { name } of DRIVERS.all) expect(KNOWN_FIRMWARE).toContain(name);
});
