import type { OpenAPI } from '@orpc/contract';
import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { contract } from '../../src-shared/contract/index.ts';
import * as model from '../../src-shared/model/index.ts';
import { API_PREFIX, isPublic } from './contract-routes.ts';
import { withExamples } from './openapi-examples.ts';
import { describeParameters } from './openapi-parameters.ts';
import { withResponseExample } from './openapi-responses.ts';

type Operation = NonNullable<OpenAPI.PathItemObject['get']>;

/** Outputs that are defined once and referenced by name. */
const NAMED = {
  ActivityEntry: model.ActivityEntry,
  Anomaly: model.Anomaly,
  ChainHistory: model.ChainHistory,
  ChipHistory: model.ChipHistory,
  FleetHistory: model.FleetHistory,
  ApiToken: model.ApiToken,
  Destination: model.Destination,
  Health: model.Health,
  HistoryDiskUse: model.HistoryDiskUse,
  Job: model.Job,
  JobDetail: model.JobDetail,
  JobPlan: model.JobPlan,
  LiveEvent: model.LiveEvent,
  Miner: model.Miner,
  MinerDetail: model.MinerDetail,
  MinerHistory: model.MinerHistory,
  MinerModel: model.MinerModel,
  ModelHistory: model.ModelHistory,
  Scan: model.Scan,
  Status: model.Status,
  TelemetrySnapshot: model.TelemetrySnapshot,
  Transition: model.Transition,
};

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/**
 * The OpenAPI 3.1 document of the public API: generated from the contract, completed by routes
 * outside it.
 */
export async function generateOpenApi(version: string): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    filter: isPublic,
    info: {
      title: 'PowerHive',
      version,
      description:
        'What PowerHive knows about a farm of miners. Times are `*_at` in UNIX milliseconds, hash rates `*_hs` in hashes per second, power `*_w`, temperatures `*_c`; unknown is `null`, never 0. All routes but /api/health want the token from the token file.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'the content of the token file in the data folder' },
      },
    },
    commonSchemas: Object.fromEntries(
      Object.entries(NAMED).map(([name, schema]) => [name, { schema, strategy: 'output' as const }]),
    ),
    customErrorResponseBodySchema: (errors) => ({
      oneOf: errors.map(([code, , hasData, data]) => refusalSchema(code, hasData ? data : ANY_DATA)),
    }),
  });
  const paths = completePaths(document.paths ?? {}, document.components?.schemas ?? {});
  return { ...document, paths: { ...paths, ...OWN_PATHS } };
}

const texts = new Map<string, Promise<string>>();

/** The document as JSON text, made once. */
export function openApiText(version: string): Promise<string> {
  const known = texts.get(version) ?? generateOpenApi(version).then((document) => JSON.stringify(document));
  texts.set(version, known);
  return known;
}

function completePaths(paths: OpenAPI.PathsObject, schemas: Readonly<Record<string, unknown>>): OpenAPI.PathsObject {
  const complete: OpenAPI.PathsObject = {};
  for (const [path, item] of Object.entries(paths)) {
    const whole = { ...item };
    for (const method of METHODS) {
      const operation = whole[method];
      if (operation !== undefined) whole[method] = completeOperation(path, withResponseExamples(operation, schemas));
    }
    complete[`${API_PREFIX}${path}`] = whole;
  }
  return complete;
}

function withResponseExamples(operation: Operation, schemas: Readonly<Record<string, unknown>>): Operation {
  const [group = ''] = operation.operationId?.split('.') ?? [];
  const responses = Object.entries(operation.responses ?? {}).map(([status, response]) => [
    status,
    status.startsWith('2') ? withResponseExample(response, group, schemas) : response,
  ]);
  return { ...operation, responses: Object.fromEntries(responses) };
}

function completeOperation(path: string, operation: Operation): Operation {
  const open = operation.operationId === 'app.health';
  const parameters = describeParameters(path, operation.parameters);
  const requestBody = withExamples(operation.operationId, operation.requestBody);
  return {
    ...operation,
    ...(parameters !== undefined && { parameters }),
    ...(requestBody !== undefined && { requestBody }),
    ...(open && { security: [] }),
    ...(operation.operationId === 'app.events' && { parameters: [LAST_EVENT_ID] }),
    responses: {
      ...operation.responses,
      ...(!open && { 401: refusal('UNAUTHORIZED', 'no token or a wrong one') }),
      403: refusal('FORBIDDEN', 'a Host or an Origin that is not one of ours, or a token that may only read'),
      ...(operation.requestBody !== undefined && {
        413: refusal('PAYLOAD_TOO_LARGE', 'a body above 1 MB'),
        415: refusal('UNSUPPORTED_MEDIA_TYPE', 'a body that is not application/json'),
      }),
      500: refusal('INTERNAL_SERVER_ERROR', 'Internal error, see the log'),
    },
  };
}

const LAST_EVENT_ID: OpenAPI.ParameterObject = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  schema: { type: 'string' },
  description: 'the id of the last event seen: the stream goes on after it, or starts over where that is not possible',
};

function refusal(code: string, description: string) {
  return { description, content: { 'application/json': { schema: refusalSchema(code, ANY_DATA) } } };
}

const ANY_DATA = { type: 'object' } as const;

function refusalSchema<Data>(code: string, data: Data) {
  return {
    type: 'object' as const,
    properties: { code: { const: code }, message: { type: 'string' as const }, data },
    required: ['code', 'message', 'data'],
  };
}

const MINERS: OpenAPI.ParameterObject = {
  name: 'miners',
  in: 'query',
  required: false,
  description: 'true: the figures of each miner besides those of the farm',
  schema: { type: 'boolean', default: false },
};

const OWN_PATHS: OpenAPI.PathsObject = {
  [`${API_PREFIX}/openapi.json`]: {
    get: completeOperation('', {
      operationId: 'openapi',
      summary: 'This document',
      description:
        'All public routes as OpenAPI 3.1, from the same contract that their requests and responses are checked against.',
      tags: ['app'],
      responses: { 200: { description: 'OK', content: { 'application/json': { schema: { type: 'object' } } } } },
    }),
  },
  '/metrics': {
    get: completeOperation('', {
      operationId: 'metrics',
      summary: 'Figures of the program and of the farm for Prometheus',
      description:
        'The figures of the program and the sums of the farm, in the text format of Prometheus. With `miners=true` also the current figures of each miner.',
      tags: ['app'],
      parameters: [MINERS],
      responses: { 200: { description: 'OK', content: { 'text/plain': { schema: { type: 'string' } } } } },
    }),
  },
};
