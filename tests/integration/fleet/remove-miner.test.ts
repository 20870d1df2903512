import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActivityEntry, Miner, Status } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { until } from '../../fixtures/patience.ts';
import { type Ended, powerhive } from '../../fixtures/program/program.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

const net = await claimNet();
let farm: WatchedFarm;
beforeAll(async () => {
  farm = await startWatchedFarm({
    listen: `${net}.1.1-${net}.1.6:8984`,
    profile: 's19',
    intervals: { status_seconds: 1, telemetry_seconds: 5 },
    managed: ({ ip }) => ip !== `${net}.1.6:8984`,
  });
});
afterAll(() => farm[Symbol.asyncDispose]());

const macOf = (index: number): string => farm.fleet.miners[index]?.mac.toLowerCase() ?? '';
const rest = (method: string, path: string, body?: unknown) => farm.serving.rest(method, path, body);
const ids = async (): Promise<string[]> => (await farm.miners()).map(({ id }) => id);
const miner = async (index: number): Promise<Miner> => (await rest('GET', `/miners/${macOf(index)}`)).body as Miner;
const statuses = async (id: string): Promise<Status[]> =>
  (await rest('GET', `/statuses/${id}?limit=5000`)).body as Status[];
const cli = (...args: string[]): Promise<Ended> => powerhive(...args, '--data', farm.folder);
async function scan(): Promise<void> {
  const { scan_id } = (await rest('POST', '/rescan', {})).body as { scan_id: string };
  await until('the scan to end', async () => {
    const finished = (await rest('GET', '/scans/last-finished')).body as { scan_id: string } | null;
    // A later one may have ended too: ids are ordered by time.
    return (finished?.scan_id ?? '') >= scan_id;
  });
}

describe('removing a miner', () => {
  it('takes it out at once while it is polled, keeps its history, and finds it as a new one', async () => {
    const id = macOf(0);
    await rest('PATCH', `/miners/${id}`, { nickname: 'R1' });
    expect(await rest('DELETE', `/miners/${id.replaceAll(':', '-')}`)).toEqual({
      status: 200,
      body: { removed: true },
    });
    expect(await ids()).not.toContain(id);
    expect((await rest('GET', `/miners/${id}`)).status).toBe(404);
    expect((await rest('DELETE', `/miners/${id}`)).status).toBe(404);
    const kept = await statuses(id);
    expect(kept.length).toBeGreaterThan(0);
    expect((await rest('GET', `/miners/${id}/history?from=0`)).status).toBe(200);

    await scan();
    expect(await miner(0)).toMatchObject({ managed: false, nickname: null, online: true, latest_status: null });
    expect(await statuses(id)).toEqual(kept);
    await until('all of it in the activity', async () => {
      const activity = (await rest('GET', '/activity?limit=200')).body as ActivityEntry[];
      const reported = activity.filter(({ miner_id }) => miner_id === id);
      return (
        reported.some(({ event, data }) => event === 'miner_removed' && data?.['history'] === 'keep') &&
        reported.filter(({ event }) => event === 'miner_found').length === 2
      );
    });
  });

  it('drops its history when that is said', async () => {
    const id = macOf(1);
    expect((await rest('DELETE', `/miners/${id}?history=lose`)).status).toBe(400);
    expect((await rest('DELETE', `/miners/${id}?history=drop`)).status).toBe(200);
    expect((await rest('GET', `/statuses/${id}`)).status).toBe(404);
    await scan();
    expect(await miner(1)).toMatchObject({ managed: false, online: true });
    expect(await statuses(id)).toEqual([]);
  });

  it('is a command that asks first', async () => {
    const id = macOf(2);
    const unsure = await cli('remove', id);
    expect(unsure).toMatchObject({ code: 2, stdout: '' });
    expect(unsure.stderr).toContain('Its history is kept. Say --yes');
    expect((await cli('remove', 'nobody', '--yes')).stderr).toContain('no miner is called "nobody"');
    expect(await ids()).toContain(id);
    const done = await cli('remove', `${net}.1.3:8984`, '--history', 'drop', '--yes', '--json');
    expect(done).toMatchObject({ code: 0, stdout: '{"removed":true}\n' });
    expect(await ids()).not.toContain(id);
  });
});

describe('replacing a miner', () => {
  it('is refused while it is online, by itself, and by an unknown miner', async () => {
    const path = `/miners/${macOf(3)}/replaced-by`;
    const both = await rest('POST', path, { id: macOf(4).replaceAll(':', '-').toUpperCase() });
    expect(both).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining('is online. Only an offline') },
    });
    expect(await rest('POST', path, { id: macOf(3) })).toMatchObject({ status: 422 });
    expect(await rest('POST', path, { id: '02:00:00:00:00:99' })).toMatchObject({ status: 422 });
    expect((await rest('POST', '/miners/02:00:00:00:00:99/replaced-by', { id: macOf(3) })).status).toBe(404);
    expect(await ids()).toContain(macOf(3));
  });

  it('hands name, decisions and history to the successor, which is read at once', async () => {
    const [old, heir] = [macOf(4), macOf(5)];
    await rest('PATCH', `/miners/${old}`, { nickname: 'R2-07', unlock_pass: 'admin' });
    await farm.fleet.miners[4]?.powerOff();
    await scan();
    // The wrong way round: the running miner would leave the farm.
    expect(await rest('POST', `/miners/${heir}/replaced-by`, { id: old })).toMatchObject({ status: 409 });
    expect(await ids()).toContain(heir);
    const before = await statuses(old);
    expect(before.length).toBeGreaterThan(0);
    expect(await miner(5)).toMatchObject({ managed: false, latest_status: null });

    const done = await cli('replace', 'R2-07', heir.replaceAll(':', '-'), '--yes');
    expect(done).toMatchObject({ code: 0, stdout: `R2-07 (${old}) is now ${heir}\n` });
    expect(await miner(5)).toMatchObject({ nickname: 'R2-07', managed: true, has_custom_unlock_pass: true });
    expect(await ids()).not.toContain(old);
    await until('a reading', async () => (await miner(5)).latest_status !== null);
    const after = await statuses(heir);
    expect(after.slice(-before.length)).toEqual(before);
    expect((await rest('GET', `/statuses/${old}`)).status).toBe(404);

    expect((await rest('DELETE', `/miners/${macOf(3)}/replaced-by`)).status).toBe(404);
    const back = await cli('replace', '--undo', old.toUpperCase(), '--yes');
    expect(back).toMatchObject({ code: 0, stdout: `R2-07 (${old}) is back in its place\n` });
    expect(await miner(4)).toMatchObject({ nickname: 'R2-07', managed: true, has_custom_unlock_pass: true });
    expect(await miner(5)).toMatchObject({ nickname: null, managed: false, has_custom_unlock_pass: false });
    expect(await statuses(old)).toEqual(before);
    expect((await statuses(heir)).length).toBeGreaterThan(0);
    expect((await rest('DELETE', `/miners/${old}/replaced-by`)).status).toBe(404);
    // Pressed several times at once, it is undone once.
    expect((await rest('POST', `/miners/${old}/replaced-by`, { id: heir })).status).toBe(200);
    const presses = [1, 2, 3].map(async () => (await rest('DELETE', `/miners/${old}/replaced-by`)).status);
    expect((await Promise.all(presses)).sort()).toEqual([200, 404, 404]);
    await until('all of it in the activity', async () => {
      const activity = (await rest('GET', '/activity?limit=200')).body as ActivityEntry[];
      return activity.some(({ event, miner_id }) => event === 'miner_replacement_undone' && miner_id === old);
    });
  });
});
