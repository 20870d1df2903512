import { describe, expect, it } from 'vitest';
import { demoEndpoints, describeEndpoints, parseEndpointRange } from '../../../src-main/demo/endpoints.ts';

describe('an endpoint range', () => {
  it('may be a range of addresses, crossing octets', () => {
    const endpoints = parseEndpointRange('127.77.0.254-127.77.1.1:8980');
    expect(endpoints.map(({ host }) => host)).toEqual(['127.77.0.254', '127.77.0.255', '127.77.1.0', '127.77.1.1']);
    expect(new Set(endpoints.map(({ port }) => port))).toEqual(new Set([8980]));
  });

  it('may be one address with many ports', () => {
    const endpoints = parseEndpointRange('127.0.0.1:20000-20047');
    expect(endpoints).toHaveLength(48);
    expect(endpoints.at(-1)).toEqual({ host: '127.0.0.1', port: 20_047 });
  });

  it('may be a block, without its network and broadcast address', () => {
    const endpoints = parseEndpointRange('127.77.0.0/24:8980');
    expect([endpoints.length, endpoints[0]?.host, endpoints.at(-1)?.host]).toEqual([254, '127.77.0.1', '127.77.0.254']);
  });

  it('may be single, on the usual port, or a list', () => {
    expect(parseEndpointRange('127.0.0.1')).toEqual([{ host: '127.0.0.1', port: 8980 }]);
    expect(parseEndpointRange('127.0.0.1:0, 127.0.0.2:9')).toEqual([
      { host: '127.0.0.1', port: 0 },
      { host: '127.0.0.2', port: 9 },
    ]);
  });

  it('may be of any network that a machine can be in', () => {
    expect(parseEndpointRange('198.51.100.9:80')).toEqual([{ host: '198.51.100.9', port: 80 }]);
  });

  it.each([
    ['0.0.0.0:80', "0.0.0.0 is no machine's own address"],
    ['224.0.0.9:80', "224.0.0.9 is no machine's own address"],
    ['255.255.255.255', "255.255.255.255 is no machine's own address"],
    ['localhost:80', 'cannot read "localhost:80"'],
    ['127.0.0.9-127.0.0.1:80', 'the range ends before it begins'],
    ['127.0.0.1:90-80', 'the ports end before they begin'],
    ['127.0.0.1:70000', 'a port is at most 65535'],
    ['127.0.0.300:80', '"127.0.0.300" in "127.0.0.300:80" is not an IPv4 address'],
    ['127.0.0.0/4:80', 'a block has 8 to 32 bits'],
    ['127.0.0.0/8:80', 'at most 65536'],
    ['127.0.0.1:80,127.0.0.1:80', '127.0.0.1:80 is named twice'],
    ['127.0.0.1,,127.0.0.2', 'an address is missing'],
    ['', 'an address is missing'],
  ])('is refused when it is %s', (text, message) => {
    expect(() => parseEndpointRange(text)).toThrow(message);
  });
});

describe('the endpoints of a demo', () => {
  it('are addresses of their own on one port, as many as asked for, without .0 and .255', () => {
    const endpoints = demoEndpoints(10_000, 'linux');
    expect(new Set(endpoints.map(({ host }) => host)).size).toBe(10_000);
    expect(endpoints[0]).toEqual({ host: '127.77.0.1', port: 8980 });
    expect(endpoints.filter(({ host }) => /\.(0|255)$/.test(host))).toEqual([]);
  });

  it('are ports of the one address a Mac has', () => {
    expect(demoEndpoints(2, 'darwin')).toEqual([
      { host: '127.0.0.1', port: 20_000 },
      { host: '127.0.0.1', port: 20_001 },
    ]);
  });

  it('are described in few words that mean the same', () => {
    const endpoints = demoEndpoints(600, 'linux');
    const targets = describeEndpoints(endpoints);
    expect(targets).toEqual([
      '127.77.0.1-127.77.0.254:8980',
      '127.77.1.1-127.77.1.254:8980',
      '127.77.2.1-127.77.2.92:8980',
    ]);
    expect(parseEndpointRange(targets.join(','))).toEqual(endpoints);
    expect(describeEndpoints(demoEndpoints(3, 'linux', 1))).toEqual(['127.77.0.1-127.77.0.3:8981']);
    expect(describeEndpoints(demoEndpoints(2, 'darwin', 2))).toEqual(['127.0.0.1:20004', '127.0.0.1:20005']);
    expect(describeEndpoints(demoEndpoints(2, 'darwin'))).toEqual(['127.0.0.1:20000', '127.0.0.1:20001']);
    expect(describeEndpoints([])).toEqual([]);
  });
});
