import type { OpenAPI } from '@orpc/contract';
import { BY_END, BY_NAME, MAC, UNSET, UUID } from './openapi-response-values.ts';

/** The part of a JSON schema from which an example is made. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

type Response = OpenAPI.ResponseObject | OpenAPI.ReferenceObject;

/** The schemas to which others refer, by name. */
type Named = Readonly<Record<string, Schema>>;

/** A value that such a schema accepts, of a field of `parent`. */
function exampleOf(given: Schema, name: string, parent: string, named: Named): unknown {
  const schema = given.$ref === undefined ? given : (named[given.$ref.split('/').at(-1) ?? ''] ?? {});
  const { type, properties, items } = schema;
  const own = BY_NAME[`${parent}.${name}`] ?? BY_NAME[name];
  if (schema.const !== undefined) return schema.const;
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) {
    const isNull = (one: Schema): boolean => one.type === 'null';
    if (either.some(isNull) && (UNSET.test(name) || BY_NAME[`${parent}.${name}`] === null)) return null;
    const first = either.find((one) => !isNull(one));
    return first === undefined ? null : exampleOf(first, name, parent, named);
  }
  if (schema.enum !== undefined) return schema.enum.includes(own) ? own : schema.enum[0];
  if (properties !== undefined) {
    if (isRecord(own)) return own;
    const present = Object.entries(properties).filter(
      ([key, child]) => schema.required?.includes(key) === true || child.default !== undefined || key === 'managed',
    );
    return Object.fromEntries(present.map(([key, child]) => [key, exampleOf(child, key, name, named)]));
  }
  if (items !== undefined) {
    if (Array.isArray(own) && own.length >= (schema.minItems ?? 0)) return own;
    const item = exampleOf(items, name, parent, named);
    return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => item);
  }
  if (type === 'object') return isRecord(own) ? own : exampleOfRecord(schema, name, named);
  if (type === 'string') return exampleText(schema, own);
  if (type === 'boolean') return !UNSET.test(name);
  if (type === 'number' || type === 'integer') return exampleNumber(schema, name, own);
  return type === 'null' ? null : {};
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function exampleOfRecord(
  { additionalProperties, propertyNames, required }: Schema,
  name: string,
  named: Named,
): unknown {
  if (typeof additionalProperties !== 'object') return {};
  const [first] = propertyNames?.enum ?? [];
  const keys = required ?? [String(first ?? 'key')];
  return Object.fromEntries(keys.map((key) => [key, exampleOf(additionalProperties, key, name, named)]));
}

function exampleText({ format, pattern }: Schema, own: unknown): string {
  if (format === 'uuid') return UUID;
  if (pattern?.startsWith('^[0-9a-f]{2}(:') === true) return MAC;
  if (pattern?.includes('[0-3]):') === true) return '22:00';
  return typeof own === 'string' ? own : 'text';
}

function exampleNumber({ type, minimum, maximum }: Schema, name: string, own: unknown): number {
  const value = typeof own === 'number' ? own : (BY_END.find(([end]) => end.test(name))?.[1] ?? 3);
  const within = Math.min(Math.max(value, minimum ?? value), maximum ?? value);
  return type === 'integer' ? Math.round(within) : within;
}

/** Adds an example to the response of a call of this group that was carried out. */
export function withResponseExample(
  response: Response,
  group: string,
  schemas: Readonly<Record<string, unknown>>,
): Response {
  const json = 'content' in response ? response.content?.['application/json'] : undefined;
  if (!('content' in response) || json?.schema === undefined) return response;
  const example = exampleOf(json.schema as Schema, group, '', schemas as Named);
  // A cast, because the types of a media type do not fit themselves under exactOptionalPropertyTypes.
  return { ...response, content: { ...response.content, 'application/json': { ...json, example } } } as Response;
}
