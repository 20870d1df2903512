import { beforeAll, describe, expect, it } from 'vitest';
import { curlLine } from '../../../../../src-main/serve/curl-line.ts';
import { openApiText } from '../../../../../src-main/serve/openapi.ts';
import {
  type ApiDocument,
  type ApiRoute,
  fieldsOf,
  isRouteAbout,
  routesByGroup,
} from '../../../../../src-renderer/features/settings/api-reference/api-document.ts';
import { apiReferenceTexts } from '../../../../../src-renderer/features/settings/api-reference/api-reference-texts.ts';
import { curlOf } from '../../../../../src-renderer/features/settings/api-reference/curl-of.ts';
import { fieldUnit } from '../../../../../src-renderer/features/settings/api-reference/field-unit.ts';

let document: ApiDocument;
let routes: readonly ApiRoute[];
beforeAll(async () => {
  document = JSON.parse(await openApiText('9.9.9')) as ApiDocument;
  routes = [...routesByGroup(document).values()].flat();
});

function route(id: string): ApiRoute {
  const found = routes.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no route ${id}`);
  return found;
}

describe('the page that explains the REST API', () => {
  it('has every operation of the document, in groups that have a name', () => {
    const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
    expect(routes.map(({ id }) => id).sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
    expect(
      [...routesByGroup(document).keys()].filter((group) => apiReferenceTexts.groups[group] === undefined),
    ).toEqual([]);
  });

  it('lists the fields of a body with those inside it', () => {
    const fields = fieldsOf(route('jobs.plan').body, document);
    expect(fields.find(({ name }) => name === 'action')).toMatchObject({ required: true });
    expect(fields.find(({ name }) => name === 'params.watts')).toEqual({
      name: 'params.watts',
      type: 'integer 1…100000',
      byDefault: null,
      required: false,
      description: 'preset: the highest tuned one at or under so many watts',
    });
    expect(fields.map(({ name }) => name)).toContain('params.pools[].url');
    expect(fields.find(({ name }) => name === 'allow_untuned')).toMatchObject({ required: false, byDefault: 'false' });
    expect(fields.find(({ name }) => name === 'start_at')?.type).toBe('integer');
    expect(fields.find(({ name }) => name === 'ids')?.type).toBe('string[]');
    expect(fieldsOf(route('channels.create').body, document).map(({ name }) => name)).toContain('quiet_hours.from');
  });

  it('lists the fields of a response that is a list of something named', () => {
    const names = fieldsOf(route('miners.list').response, document).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['[].id', '[].latest_status.power_w']));
  });

  it('finds a route by words of its path, its summary and its description', () => {
    expect(routes.filter((one) => isRouteAbout(one, 'POST rescan')).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['scans.start', 'miners.rescan']),
    );
    expect(routes.filter((one) => isRouteAbout(one, 'no such words'))).toEqual([]);
  });
});

describe('the unit of a field', () => {
  it.each([
    ['power_w', 'W'],
    ['params.watts', 'W'],
    ['[].hashrate_hs', 'H/s'],
    ['efficiency_j_per_th', 'J/TH'],
    ['max_kbytes_per_s', 'kB/s'],
    ['until_at', 'UNIX ms'],
    ['for_seconds', 's'],
    ['uptime_s', 's'],
    ['name', ''],
  ])('%s: %s', (name, unit) => expect(fieldUnit(name)).toBe(unit));
});

describe('a command line for a route', () => {
  const url = 'http://127.0.0.1:8080';
  const token = `-H "Authorization: Bearer $(cat '/home/o'\\''k/token')"`;
  const line = curlLine(url, "/home/o'k/token", 'linux');

  it('asks with the token of the token file', () => {
    expect(curlOf(route('miners.list'), line, undefined)).toBe(`curl ${token} '${url}/api/miners'`);
  });

  it('has the body in quotes, and what must be chosen in capital letters', () => {
    const body = { text: "The fan's ordered." };
    expect(curlOf(route('incidents.note'), line, body)).toBe(
      `curl ${token} -X POST -H "Content-Type: application/json" -d '{"text":"The fan'\\''s ordered."}' '${url}/api/incidents/INCIDENT_ID/note'`,
    );
  });

  it('has the parameters without which the call is refused', () => {
    expect(curlOf(route('history.miner'), line, undefined)).toContain(
      `'${url}/api/miners/02:95:23:00:00:01/history?from=1767225600000'`,
    );
  });

  it('pipes the body where PowerShell would drop its quotation marks', () => {
    const windows = curlLine(url, "C:\\o'k\\token", 'win32');
    expect(curlOf(route('racks.update'), windows, { power_limit_w: 90_000 })).toBe(
      `'{"power_limit_w":90000}' | curl.exe -H "Authorization: Bearer $(Get-Content 'C:\\o''k\\token')" -X PATCH -H "Content-Type: application/json" -d '@-' '${url}/api/racks/ID'`,
    );
  });
});
