import { describe, expect, it } from 'vitest';
import { canAct } from '../../../src-main/drivers/can-act.ts';
import type { MinerCommand } from '../../../src-main/drivers/commands.ts';
import { failure, success } from '../../../src-main/drivers/outcome.ts';
import { commandRequest } from '../../../src-main/drivers/vnish/actions/command-request.ts';
import { readWrite } from '../../../src-main/drivers/vnish/actions/write-response.ts';
import { vnish } from '../../../src-main/drivers/vnish/driver.ts';
import { parseSettings } from '../../../src-main/drivers/vnish/payloads/settings.ts';
import { isSince } from '../../../src-shared/actions/actions-since.ts';

describe('the request of a command', () => {
  const pool = { url: 'pool.example:3333', user: 'farm.1', pass: 'x' };
  const none = { url: '', user: '', pass: '' };

  it.each<[Exclude<MinerCommand, { kind: 'locate' }>, string, object | null]>([
    [{ kind: 'pause' }, '/mining/pause', null],
    [{ kind: 'resume' }, '/mining/resume', null],
    [{ kind: 'start' }, '/mining/start', null],
    [{ kind: 'stop' }, '/mining/stop', null],
    [{ kind: 'restart' }, '/mining/restart', null],
    [{ kind: 'reboot' }, '/system/reboot', null],
    [{ kind: 'throttle', percent: 60 }, '/mining/throttle', { percent: 60 }],
    [{ kind: 'switch_pool', pool_id: 1 }, '/mining/switch-pool', { pool_id: 1 }],
    [{ kind: 'preset', preset: '2500', switcher: null }, '/settings', { miner: { overclock: { preset: '2500' } } }],
    [
      { kind: 'preset', preset: '2500', switcher: { enabled: true, top_preset: '2500' } },
      '/settings',
      { miner: { overclock: { preset: '2500', preset_switcher: { enabled: true, top_preset: '2500' } } } },
    ],
    [{ kind: 'pools', pools: [pool] }, '/settings', { miner: { pools: [pool, none, none] } }],
  ])('of %j', (command, path, body) => {
    expect(commandRequest(command)).toEqual({ path, body });
  });

  it('is none for a masked user, and for more pools than there are slots', () => {
    expect(commandRequest({ kind: 'pools', pools: [{ ...pool, user: '*****' }] })).toMatch(/masked/);
    expect(commandRequest({ kind: 'pools', pools: [pool, pool, pool, pool] })).toMatch(/3 pool slots, not 4/);
  });
});

describe('the answer to a write', () => {
  const answered = (status: number, body: string) =>
    readWrite(
      {
        begun: true,
        outcome: success({ status, body, bytes: Buffer.from(body), wwwAuthenticate: null }),
        secrets: [],
      },
      'restart',
    );

  it.each([
    [200, '', { sent: 'accepted', restart_required: null, reboot_required: null }],
    [200, 'null', { sent: 'accepted', restart_required: null, reboot_required: null }],
    [200, '{"after":3}', { sent: 'accepted', restart_required: null, reboot_required: null }],
    [200, '{"restart_required":true,"reboot_required":false}', { sent: 'accepted', restart_required: true }],
    [500, '{"err":"Could not find pool"}', { sent: 'refused', message: expect.stringMatching(/Could not find pool/) }],
    [400, '{"err":"Preset 9 not found"}', { sent: 'refused', message: expect.stringMatching(/Preset 9 not found/) }],
    [404, '', { sent: 'refused', message: 'This firmware has no restart' }],
    [401, '', { sent: 'refused', message: expect.stringMatching(/API key/) }],
    [500, '', { sent: 'unknown' }],
    [502, '<html>Bad gateway</html>', { sent: 'unknown' }],
    [200, '<!doctype html><title>Firmware</title>', { sent: 'unknown', message: expect.stringMatching(/a web page/) }],
    [200, '{"restart_requ', { sent: 'unknown', message: expect.stringMatching(/not JSON/) }],
  ])('%i %j', (status, body, expected) => {
    expect(answered(status, body)).toMatchObject(expected);
  });

  it('is not sent only where nothing had begun', () => {
    const { error } = failure('timeout', 'No answer within 5 s', { retryable: true });
    const notSent = (code: 'timeout' | 'starved') =>
      readWrite({ begun: false, outcome: { ok: false, error: { ...error, code } }, secrets: [] }, 'stop');
    expect(notSent('timeout')).toMatchObject({ sent: 'not_sent', own: false });
    expect(notSent('starved')).toMatchObject({ sent: 'not_sent', own: true });
    expect(readWrite({ begun: true, outcome: { ok: false, error }, secrets: [] }, 'stop').sent).toBe('unknown');
  });
});

describe('stored settings', () => {
  const switcher = { enabled: true, top_preset: '2700', decrease_temp: 75, unknown_field: [1] };
  const pools = [
    { url: 'stratum+tcp://pool.example:3333', user: ' farm.1 ', pass: 'x', use_tls: false },
    { url: '', user: '', pass: '' },
    { url: 'b.example:25', user: 'u' },
  ];

  it('keep pools and switcher exactly as they stand, for they are written back', () => {
    const settings = { miner: { overclock: { preset: 2500, preset_switcher: switcher }, pools } };
    expect(parseSettings(settings)).toEqual({
      preset: '2500',
      switcher,
      pools: [
        { url: 'stratum+tcp://pool.example:3333', user: ' farm.1 ', pass: 'x' },
        { url: '', user: '', pass: '' },
        { url: 'b.example:25', user: 'u', pass: null },
      ],
    });
  });

  it('have no pools where one slot cannot be read', () => {
    expect(parseSettings({ miner: { pools: [...pools, { url: 7, user: 'x' }] } })?.pools).toBeNull();
    expect(parseSettings({ miner: {} })).toEqual({ preset: null, switcher: null, pools: null });
    expect(parseSettings({ ui: {} })).toBeNull();
  });
});

describe('what a miner can do', () => {
  it('follows from its driver and its firmware', () => {
    expect(canAct(vnish.capabilities, 'throttle', '1.3.4')).toBe('yes');
    expect(canAct(vnish.capabilities, 'throttle', '1.2.7')).toBe('old');
    expect(canAct(vnish.capabilities, 'throttle', null)).toBe('yes');
    expect(canAct(vnish.capabilities, 'preset', '1.2.0-rc5')).toBe('yes');
    expect(canAct({ actions: [], actions_since: {} }, 'restart', '1.3.4')).toBe('no');
    expect([isSince('2.0', '1.3'), isSince('1.2.9', '1.3'), isSince('beta', '1.3')]).toEqual([true, false, null]);
  });
});
