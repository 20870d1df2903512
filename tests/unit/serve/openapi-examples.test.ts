import { traverseContractProcedures } from '@orpc/server';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { checkSettings } from '../../../src-main/alerts/channels/channel-input.ts';
import { refuseUrl } from '../../../src-main/destinations/check-url.ts';
import { parseTarget } from '../../../src-main/discovery/parse-targets.ts';
import { generateOpenApi } from '../../../src-main/serve/openapi.ts';
import { BODY_EXAMPLES } from '../../../src-main/serve/openapi-examples.ts';
import { contract } from '../../../src-shared/contract/index.ts';
import { NewChannel, NewDestination } from '../../../src-shared/model/index.ts';
import { parseQuery } from '../../../src-shared/query/index.ts';

interface Parameter {
  readonly name: string;
  readonly example?: unknown;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Record<string, { readonly examples?: Record<string, { value: unknown }> }>;
  };
}

/** The schema of each public call, by its name, and whether its path, query and body are apart. */
const INPUTS = new Map<string, { readonly schema: z.ZodType; readonly isApart: boolean }>();
traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
  const { inputSchema, route } = procedure['~orpc'];
  if (route.path === undefined || inputSchema === undefined) return;
  INPUTS.set(path.join('.'), { schema: inputSchema as z.ZodType, isApart: route.inputStructure === 'detailed' });
});

let operations: Operation[] = [];
beforeAll(async () => {
  const document = await generateOpenApi('9.9.9');
  operations = Object.values(document.paths ?? {}).flatMap((item) => Object.values(item ?? {}) as Operation[]);
});

/** The fields of an object, also of one that may be left out. */
function fieldsOf(schema: z.ZodType | undefined): Record<string, z.ZodType> {
  if (schema === undefined) return {};
  const { shape, def } = schema as { shape?: Record<string, z.ZodType>; def: { innerType?: z.ZodType } };
  return shape ?? fieldsOf(def.innerType);
}

function bodySchema(operationId: string): z.ZodType {
  const { schema, isApart } = INPUTS.get(operationId) ?? {};
  const body = isApart === true ? fieldsOf(schema)['body'] : schema;
  if (body === undefined) throw new Error(`${operationId} takes no body`);
  return body;
}

const EXAMPLES = Object.entries(BODY_EXAMPLES).flatMap(([id, examples]) =>
  Object.entries(examples).map(([name, body]) => ({ id, name, body: body as Record<string, unknown> })),
);

describe('the examples of the OpenAPI document', () => {
  it('has one for every body', () => {
    const without = operations.filter(
      ({ requestBody }) => requestBody !== undefined && requestBody.content['application/json']?.examples === undefined,
    );
    expect(without.map(({ operationId }) => operationId)).toEqual([]);
  });

  it.each(EXAMPLES)('$id, $name: its schema accepts it', ({ id, body }) => {
    expect(bodySchema(id).safeParse(body).error?.issues ?? []).toEqual([]);
  });

  it.each(EXAMPLES.filter(({ body }) => typeof body['query'] === 'string'))(
    '$id, $name: its query is one',
    ({ body }) => expect(parseQuery(String(body['query'])).errors).toEqual([]),
  );

  it.each(EXAMPLES.filter(({ id }) => id === 'channels.create'))('$name: its kind takes these settings', ({ body }) => {
    const { kind, settings } = NewChannel.parse(body);
    expect(checkSettings(kind, settings, null)).toMatchObject({ ok: true });
  });

  it.each(EXAMPLES.filter(({ id }) => id === 'destinations.create'))('$name: its address is allowed', ({ body }) => {
    const { kind, url } = NewDestination.parse(body);
    expect(refuseUrl(kind, url)).toBeNull();
  });

  it('has no fixed time for a job, which may be 30 days ahead at most', () => {
    const fixed = EXAMPLES.filter(({ body }) => [body['start_at'], body['resume_at']].some(Number.isInteger));
    expect(fixed).toEqual([]);
  });

  it('switches on nothing that would send to another computer', () => {
    const on = EXAMPLES.filter(({ body }) => body['enabled'] === true);
    expect(on.map(({ body }) => body['url'] ?? null)).toEqual(['http://127.0.0.1:8428/api/v1/write']);
  });

  it('names targets that a scan takes', () => {
    const targets = EXAMPLES.flatMap(({ id, body }) =>
      id === 'scans.start' ? ((body['targets'] ?? []) as string[]) : [],
    );
    expect(targets.length).toBeGreaterThan(0);
    const parsed = targets.map((target) => parseTarget(target, { defaultPort: 80 }));
    expect(parsed.filter(({ ok }) => !ok)).toEqual([]);
    // A name would be looked up.
    expect(targets.filter((target) => /[a-z]/i.test(target))).toEqual([]);
  });

  it('has parameters that their schemas accept', () => {
    const wrong = operations.flatMap(({ operationId, parameters = [] }) => {
      const { schema, isApart } = INPUTS.get(operationId) ?? {};
      const given = fieldsOf(schema);
      const fields = isApart === true ? { ...fieldsOf(given['params']), ...fieldsOf(given['query']) } : given;
      return parameters.flatMap(({ name, example }) =>
        example === undefined || fields[name]?.safeParse(example).success === true ? [] : [`${operationId}: ${name}`],
      );
    });
    expect(wrong).toEqual([]);
  });
});
