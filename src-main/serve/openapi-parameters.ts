import type { OpenAPI } from '@orpc/contract';

type Parameter = OpenAPI.ParameterObject;
type Words = Pick<Parameter, 'description' | 'example'>;

const MAC: Words = { description: 'the MAC address of the miner, which is its id', example: '02:95:23:00:00:01' };

/** Descriptions of parameters that mean the same on every route. */
const EVERYWHERE: Readonly<Record<string, Words>> = {
  alias: { description: "the firmware's code of the model", example: 's19jpro' },
  before: { description: 'not after this time, in UNIX milliseconds, for the next page' },
  chain_id: { description: 'the number of the board, as the firmware counts', example: 1 },
  change_id: { description: 'the id that the call which began the change returned' },
  chip_id: { description: 'the number of the chip on its board', example: 17 },
  from: { description: 'the beginning, in UNIX milliseconds', example: 1_767_225_600_000 },
  incident_id: { description: 'the id of the incident' },
  job_id: { description: 'the id of the job' },
  kind: { description: 'only entries of this kind' },
  limit: { description: 'at most so many', example: 100 },
  managed: { description: 'only miners that are managed, or only those that are not' },
  max_points: { description: 'at most so many points: their width follows from it', example: 480 },
  miner_id: MAC,
  online: { description: 'only miners that are online, or only those that are not' },
  q: { example: 'tag:r7' },
  query: { example: 'model:s19jpro' },
  since: { description: 'not before this time, in UNIX milliseconds', example: 1_767_225_600_000 },
  state: { description: 'only those in this state' },
  until: { description: 'not after this time, in UNIX milliseconds', example: 1_767_312_000_000 },
};

/** Descriptions of `{id}`, by the part of the path before it. */
const IDS: Readonly<Record<string, Words>> = {
  miners: MAC,
  statuses: MAC,
  channels: { description: 'the id of the channel' },
  destinations: { description: 'the id of the destination' },
  maintenance: { description: 'the id of the maintenance' },
  'miner-passwords': { description: 'the id of the password, which is never shown' },
  racks: { description: 'the id of the rack' },
  rules: { description: 'the id of the rule' },
  sites: { description: 'the id of the site' },
  tokens: { description: 'the id of the token' },
};

/** Adds descriptions to parameters that have none in the contract. */
export function describeParameters(
  path: string,
  parameters: readonly (Parameter | OpenAPI.ReferenceObject)[] | undefined,
) {
  return parameters?.map((parameter) => {
    if (!('name' in parameter) || parameter.description !== undefined) return parameter;
    const { schema } = parameter;
    const own = schema !== undefined && 'description' in schema ? schema.description : undefined;
    const named = parameter.name === 'id' ? IDS[/([^/]+)\/\{id\}/.exec(path)?.[1] ?? ''] : EVERYWHERE[parameter.name];
    return { ...parameter, ...named, ...(own !== undefined && { description: own }) };
  });
}
