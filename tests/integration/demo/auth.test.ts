import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { api, type FleetSession, read, startSession, unlock } from './simulator-session.ts';

const KEY = '0123456789abcdef0123456789abcdef';

let session: FleetSession;

beforeEach(async () => {
  session = await startSession(1, { profile: 's19jpro' });
});
afterEach(() => session.fleet.stop());

describe('a simulated miner', () => {
  it('returns 401 with an empty body without valid credentials', async () => {
    const miner = session.first();
    for (const asked of [{}, { token: 'x'.repeat(32) }, { apiKey: KEY }]) {
      const answer = await api(miner, 'GET', '/apikeys', asked);
      expect([answer.status, answer.text]).toEqual([401, '']);
    }
    expect((await api(miner, 'GET', '/settings')).status).toBe(401);
    expect((await api(miner, 'POST', '/mining/stop')).status).toBe(401);
  });

  it('hands out an opaque token of 32 characters for the password', async () => {
    const miner = session.first();
    const token = await unlock(miner);
    expect(token).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(await unlock(miner)).not.toBe(token);
    expect(await read(miner, '/apikeys', { token })).toEqual([]);
  });

  it('lets a token die after four minutes, for that request and in /status', async () => {
    const miner = session.first();
    const token = await unlock(miner);
    session.pass(239);
    expect(await read(miner, '/status', { token })).toMatchObject({ unlocked: true, unlock_timeout: 1 });
    session.pass(1);
    expect((await api(miner, 'GET', '/apikeys', { token })).status).toBe(401);
    expect(await read(miner, '/status', { token })).toMatchObject({ unlocked: false, unlock_timeout: null });
  });

  it('takes the token without the word Bearer for settings, mining and autotune only', async () => {
    const miner = session.first();
    const bareToken = await unlock(miner);
    expect((await api(miner, 'GET', '/settings', { bareToken })).status).toBe(200);
    expect((await api(miner, 'GET', '/autotune/presets', { bareToken })).status).toBe(200);
    expect((await api(miner, 'POST', '/mining/stop', { bareToken })).status).toBe(200);
    expect((await api(miner, 'GET', '/apikeys', { bareToken })).status).toBe(401);
    expect((await api(miner, 'POST', '/system/reboot', { bareToken })).status).toBe(401);
  });

  it('refuses wrong passwords with 403, and after a few of them every caller with 429 for a while', async () => {
    const miner = session.first();
    for (let i = 0; i < 4; i++) {
      const answer = await api(miner, 'POST', '/unlock', { body: { pw: 'guess' } });
      expect([answer.status, answer.json()]).toEqual([403, { unlock_timeout: null }]);
    }
    const shut = await api(miner, 'POST', '/unlock', { body: { pw: 'guess' } });
    expect([shut.status, shut.json()]).toEqual([429, { unlock_timeout: 60 }]);
    session.pass(20);
    const right = await api(miner, 'POST', '/unlock', { body: { pw: 'admin' } });
    expect([right.status, right.json()]).toEqual([429, { unlock_timeout: 40 }]);
    session.pass(40);
    expect(await unlock(miner)).toHaveLength(32);
  });

  it('keeps API keys of exactly 32 hexadecimal characters and lets them in', async () => {
    const miner = session.first();
    const token = await unlock(miner);
    const put = (key: string, description: string) =>
      api(miner, 'POST', '/apikeys', { token, body: { key, description } });
    for (const wrong of ['', 'abc', `${KEY}0`, `g${KEY.slice(1)}`]) {
      const answer = await put(wrong, 'x');
      expect([answer.status, answer.json()]).toEqual([422, { err: 'Wrong apikey format' }]);
    }
    expect((await put(KEY, 'one')).json()).toEqual({ status: 'inserted' });
    expect((await put(KEY, 'one')).json()).toEqual({ status: 'nochanges' });
    expect((await put(KEY, 'two')).json()).toEqual({ status: 'updated' });
    expect(await read(miner, '/apikeys', { apiKey: KEY })).toEqual([{ key: KEY, description: 'two' }]);
    session.pass(86_400);
    expect((await api(miner, 'GET', '/settings', { apiKey: KEY })).status).toBe(200);
    const deleted = await api(miner, 'POST', '/apikeys/delete', { apiKey: KEY, body: { key: KEY } });
    expect([deleted.status, deleted.text]).toEqual([200, '']);
    expect((await api(miner, 'GET', '/settings', { apiKey: KEY })).status).toBe(401);
  });

  it('ends one session with /lock and the others with /lock/others, both for tokens alone', async () => {
    const miner = session.first();
    const [mine, other] = [await unlock(miner), await unlock(miner)];
    await api(miner, 'POST', '/apikeys', { token: mine, body: { key: KEY, description: 'x' } });
    expect((await api(miner, 'POST', '/lock', { apiKey: KEY })).status).toBe(401);
    expect((await api(miner, 'POST', '/lock/others', { token: mine, body: { pw: 'guess' } })).status).toBe(400);
    expect((await api(miner, 'POST', '/lock/others', { token: mine, body: { pw: 'admin' } })).text).toBe('');
    expect((await api(miner, 'GET', '/apikeys', { token: other })).status).toBe(401);
    expect((await api(miner, 'POST', '/lock', { token: mine })).status).toBe(200);
    expect((await api(miner, 'GET', '/apikeys', { token: mine })).status).toBe(401);
  });

  it('serves /auth-check with JSON even where it is a 401', async () => {
    const miner = session.first();
    const out = await api(miner, 'GET', '/auth-check');
    expect([out.status, out.json()]).toEqual([401, { unlock_timeout: null }]);
    const token = await unlock(miner);
    const inside = await api(miner, 'GET', '/auth-check', { token });
    expect([inside.status, inside.json()]).toEqual([200, { unlock_timeout: 240 }]);
  });

  it('masks pool users in the summary without credentials', async () => {
    const miner = session.first();
    const users = (summary: { miner: { pools: { user: string }[] } }) => summary.miner.pools.map(({ user }) => user);
    expect(new Set(users(await read(miner, '/summary')))).toEqual(new Set(['*****']));
    const shown = users(await read(miner, '/summary', { token: await unlock(miner) }));
    expect(shown[0]).toMatch(/^farm\.r1s1m1$/);
    expect(shown.at(-1)).toBe('DevFee');
  });

  it('asks for the new password once it has been changed', async () => {
    const miner = session.first();
    const token = await unlock(miner);
    const change = (current: string) =>
      api(miner, 'POST', '/settings', { token, body: { password: { current, pw: 'secret' } } });
    expect((await change('guess')).status).toBe(400);
    expect((await change('admin')).json()).toEqual({ restart_required: false, reboot_required: false });
    expect((await api(miner, 'POST', '/unlock', { body: { pw: 'admin' } })).status).toBe(403);
    expect(await unlock(miner, 'secret')).toHaveLength(32);
    expect((await read(miner, '/settings', { token })).password).toBeNull();
  });
});
