import { hasAllWords } from '../../../ui/has-all-words.ts';

/** The part of a JSON schema that the page shows. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

interface Content {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly example?: unknown;
}

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Content>> }>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly example?: unknown;
  readonly schema?: Schema;
}

/** The OpenAPI document of PowerHive, as far as the page shows it. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** One route. */
export interface ApiRoute {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | null;
  readonly examples: readonly { readonly name: string; readonly value: unknown }[];
  readonly response: Schema | null;
  /** A response, as JSON; null where there is none, or none in JSON. */
  readonly exampleResponse: string | null;
}

/** A field of a body or a response, with its path in it. */
export interface ApiField {
  readonly name: string;
  readonly type: string;
  /** What is taken where it is left out, as JSON; null without one. */
  readonly byDefault: string | null;
  readonly required: boolean;
  readonly description: string;
}

const JSON_TYPE = 'application/json';

/** The routes by their group, in the order of the document. */
export function routesByGroup({ paths }: ApiDocument): ReadonlyMap<string, readonly ApiRoute[]> {
  const groups = new Map<string, ApiRoute[]>();
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const [group = ''] = operation.tags ?? [];
      groups.set(group, [...(groups.get(group) ?? []), routeOf(path, method, operation)]);
    }
  }
  return groups;
}

function routeOf(path: string, method: string, operation: Operation): ApiRoute {
  const body = operation.requestBody?.content[JSON_TYPE];
  const done = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))?.[1].content?.[JSON_TYPE];
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary ?? '',
    description: operation.description ?? '',
    parameters: operation.parameters ?? [],
    body: body?.schema ?? null,
    examples: Object.entries(body?.examples ?? {}).map(([name, { value }]) => ({ name, value })),
    response: done?.schema ?? null,
    exampleResponse: done?.example === undefined ? null : JSON.stringify(done.example, null, 2),
  };
}

/** Whether a route has all of these words. */
export function isRouteAbout({ method, path, summary, description }: ApiRoute, words: string): boolean {
  return hasAllWords(`${method} ${path} ${summary} ${description}`, words);
}

/** Greater bounds say nothing: those of every time and of every whole number. */
const MOST_TELLING = 1e10;

/** Deeper fields are named by their type only. */
const DEEPEST = 4;

/** The fields of a schema, each before those that it contains. */
export function fieldsOf(schema: Schema | null, document: ApiDocument): readonly ApiField[] {
  return schema === null ? [] : childrenOf(schema, '', 1, document);
}

function childrenOf(schema: Schema, prefix: string, depth: number, document: ApiDocument): ApiField[] {
  const { inner, suffix } = innerOf(schema, document);
  const at = `${prefix}${suffix}`;
  if (depth > DEEPEST) return [];
  return inner.flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).flatMap(([key, child]) => {
      const name = at === '' ? key : `${at}.${key}`;
      const field = {
        name,
        type: typeText(child, document),
        byDefault: defaultText(child),
        required: required.includes(key) && child.default === undefined,
        description: child.description ?? '',
      };
      return [field, ...childrenOf(child, name, depth + 1, document)];
    }),
  );
}

/** The objects in a schema: itself, its items or its alternatives. */
function innerOf(given: Schema, document: ApiDocument): { readonly inner: readonly Schema[]; readonly suffix: string } {
  const schema = resolved(given, document);
  if (schema.items !== undefined) {
    const { inner, suffix } = innerOf(schema.items, document);
    return { inner, suffix: `[]${suffix}` };
  }
  const [first, ...others] = alternatives(schema).filter((one) => one.type !== 'null');
  if (first === undefined) return { inner: [schema], suffix: '' };
  return others.length === 0
    ? innerOf(first, document)
    : { inner: [first, ...others].map((one) => resolved(one, document)), suffix: '' };
}

const alternatives = ({ anyOf = [], oneOf = [] }: Schema): readonly Schema[] => [...anyOf, ...oneOf];

function resolved(schema: Schema, { components }: ApiDocument): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (components?.schemas?.[name] ?? {});
}

/** The type of a value, with its bounds. */
export function typeText(given: Schema, document: ApiDocument): string {
  const schema = resolved(given, document);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.items !== undefined) return `${typeText(schema.items, document)}[]`;
  const either = alternatives(schema);
  if (either.length > 0) return [...new Set(either.map((one) => typeText(one, document)))].join(' | ');
  const { type = 'any', minimum, maximum } = schema;
  const isBounded = minimum !== undefined && maximum !== undefined && maximum < MOST_TELLING;
  return isBounded ? `${type} ${minimum}…${maximum}` : type;
}

/** What is taken where a field is left out, as JSON; null without one. An empty object says nothing. */
export function defaultText({ default: given }: Schema): string | null {
  const text = given === undefined ? null : JSON.stringify(given);
  return text === '{}' ? null : text;
}
