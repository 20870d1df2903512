import { describe, expect, it } from 'vitest';
import { parseInfo } from '../../../src-main/drivers/vnish/payloads/info.ts';
import { readInfoResponse } from '../../../src-main/drivers/vnish/read-info.ts';
import { fixture } from './fixture.ts';

const info = fixture('1.2.6', 'info') as Record<string, unknown>;
const read = (body: string, status = 200, wwwAuthenticate: string | null = null) =>
  readInfoResponse({ status, body, bytes: Buffer.from(body), wwwAuthenticate }, 'GET /api/v1/info at 198.51.100.7');
const whatOf = (...answer: Parameters<typeof read>): string | undefined => {
  const outcome = read(...answer);
  return outcome.ok ? 'a miner' : `${outcome.error.code}: ${outcome.error.what ?? ''}`;
};

describe('the name of the firmware', () => {
  it.each(['Vnish', 'VNISH', 'vnish', 'AnthillOS', 'UniPlusOS', '7Miners', '', undefined])(
    '%j is a miner of this family',
    (fw_name) => {
      expect(parseInfo({ ...info, fw_name })).toMatchObject({ model_alias: 's19' });
    },
  );

  it.each([
    ['BraiinsOS', 'Braiins OS'],
    ['braiins os+', 'Braiins OS'],
    ['LuxOS', 'LuxOS'],
    ['LUXMINER 2024.1', 'LuxOS'],
    ['ePIC', 'ePIC firmware'],
    ['HIVEON', 'Hiveon firmware'],
    ['Bitmain', 'the stock firmware of an Antminer'],
    ['MARAFW', 'MARA firmware'],
    ['WhatsMiner', 'a WhatsMiner'],
  ])('%j is another make, though the rest of the response is a miner of this family', (fw_name, what) => {
    expect(parseInfo({ ...info, fw_name })).toBeNull();
    expect(whatOf(JSON.stringify({ ...info, fw_name }))).toContain(`not_a_miner: ${what}`);
  });

  it('that is unknown is a miner only where the response has the shape that VNish sends', () => {
    expect(parseInfo({ ...info, fw_name: 'OtherOS', system: { hostname: 'x' } })).toBeNull();
    expect(whatOf('{"fw_name":"OpenWrt","model":"RT-AX88U"}')).toBe(
      'not_a_miner: a device with the firmware "OpenWrt"',
    );
  });
});

describe('what responds instead', () => {
  it.each([
    ['<html><title>Braiins OS | Dashboard</title>', 200, null, 'not_a_miner: Braiins OS'],
    ['<html><title>Router</title>', 200, null, 'not_a_miner: a web page titled "Router"'],
    [
      '<html><title>400 The plain HTTP request was sent to HTTPS port</title>',
      400,
      null,
      'not_a_miner: status 400 and a web page titled "400 The plain HTTP request was sent to HTTPS port"',
    ],
    [
      '',
      401,
      'Digest realm="antMiner Configuration"',
      'not_a_miner: the stock firmware of an Antminer, which has another API',
    ],
    ['', 401, 'Digest realm="blackMiner Configuration"', 'not_a_miner: a Hammer or VolcMiner'],
    ['', 401, 'Basic realm="printer"', 'not_a_miner: it requires a login (status 401)'],
    ['{"code":404}', 404, null, 'not_a_miner: status 404 and JSON with the fields code'],
    ['starting', 503, null, 'http_error: '],
    ['<html><meta name="firmware" content="AnthillOS"><title>Firmware</title>', 200, null, 'http_error: '],
  ])('%s with status %i', (body, status, realm, says) => {
    expect(whatOf(body, status, realm)).toBe(says);
  });
});
