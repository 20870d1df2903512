import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { contract } from '../../src-shared/contract/index.ts';
import { FarmSummary, LiveEvent, MacAddress, Watching } from '../../src-shared/model/index.ts';
import { parseForeign, parseReadable } from './parse-foreign.ts';
import { NOT_UNDERSTOOD } from './site-failure.ts';
import { SITE_FAILURE_WORDS as words } from './site-failure-words.ts';
import { textOf } from './text-for-page.ts';

type AnyProcedure = {
  readonly '~orpc': {
    readonly route: { readonly path?: string; readonly method?: string };
    readonly outputSchema?: z.ZodType;
  };
};

/** Calls that concern only the site's own computer: they are never sent to another site. */
const OWN_GROUPS: ReadonlySet<string> = new Set(['sites', 'desktop', 'rest', 'tokens', 'destinations', 'passwords']);

/** A call of the contract that another site answers. */
export interface SiteProcedure {
  readonly output: z.ZodType | undefined;
  /** Whether it changes nothing. */
  readonly isRead: boolean;
}

/**
 * The call of the contract with this name, such as `miners.list`. Null if there is none, or if
 * another site does not answer it: a call without a route is for that computer's own screens.
 */
export function procedureAt(path: string): SiteProcedure | null {
  const [group = '', name = '', ...rest] = path.split('.');
  if (rest.length > 0 || OWN_GROUPS.has(group) || !Object.hasOwn(contract, group)) return null;
  const calls = contract[group as keyof typeof contract] as unknown as Record<string, AnyProcedure>;
  if (!Object.hasOwn(calls, name) || name === 'events') return null;
  const procedure = calls[name]?.['~orpc'];
  if (procedure?.route.path === undefined) return null;
  return { output: procedure.outputSchema, isRead: procedure.route.method === 'GET' };
}

/**
 * The response of a site in the shape of the contract, without unknown fields. In the response to a
 * read, list items that this version cannot parse are left out, unless none would remain. The
 * response to a change must parse completely. Throws NOT_UNDERSTOOD for any other shape: the site
 * runs another version of PowerHive, or another program.
 */
export function checkedResponse(response: unknown, { output, isRead }: SiteProcedure): unknown {
  if (output === undefined) return undefined;
  const parsed = isRead ? parseReadable(output, response, MOST_UNREADABLE) : parseForeign(output, response);
  if (parsed.ok) return parsed.value;
  throw new ORPCError(NOT_UNDERSTOOD, {
    status: 502,
    message: `It answers in a way that this version does not understand (${parsed.path.join('.') || 'the answer'}). Check that both run the same version.`,
  });
}

const SUMMARY: SiteProcedure = { output: FarmSummary, isRead: true };

const count = z.number().min(0).max(1e7);
const hashrate = z.number().min(0).max(1e23);
/**
 * Far more than any farm has. A figure beyond that would be in the sums of all sites, and fill the
 * header.
 */
const Possible = z.object({
  miners: count,
  online: count,
  hashing: count,
  attention: count,
  offline: count,
  unmanaged: count,
  open_incidents: count,
  reporting_miners: count.optional(),
  power_miners: count.optional(),
  hashrates: z.array(
    z.object({ algorithm: z.string().max(20), hashrate_hs: hashrate, expected_hs: hashrate.nullable() }),
  ),
  power_w: z.number().min(0).max(1e12).nullable(),
  efficiency_j_per_th: z.number().min(0).max(1e9).nullable(),
} satisfies Partial<Record<keyof FarmSummary, z.ZodType>>);

/**
 * The figures of a site, as `checkedResponse`. Throws NOT_UNDERSTOOD for figures that no farm has. If
 * only a newer version has its state of monitoring, it does not monitor its farm: there is one state
 * for that it does.
 */
export function checkedSummary(response: unknown): FarmSummary {
  const { watching } = (response ?? {}) as { readonly watching?: { readonly state?: unknown } };
  const isUnknown = typeof watching?.state === 'string' && !Watching.shape.state.safeParse(watching.state).success;
  const known = isUnknown ? { ...(response as object), watching: { ...watching, state: 'not_watching' } } : response;
  const summary = checkedResponse(known, SUMMARY);
  const { error } = Possible.safeParse(summary);
  if (error !== undefined) {
    const figure = error.issues[0]?.path.join('.') ?? '';
    throw new ORPCError(NOT_UNDERSTOOD, { status: 502, message: words.notPossible(figure) });
  }
  return JSON.parse(textOf(summary)) as FarmSummary;
}

/** Twice the miners of the largest farm. */
const MOST_ROWS = 20_000;
/** Twice the miners of one event. Each row that does not parse costs 0.1 ms. */
const MOST_UNREADABLE = 1000;

/**
 * A live event of a site, as far as this version can parse it. Rows that do not parse are left out.
 * An event of an unknown type becomes an empty one with the same `seq`, so that the sequence has no
 * gap. Null if it is not an event.
 */
export function checkedEvent(event: unknown): LiveEvent | null {
  if (!isSequenced(event) || ROWS.some((key) => rowsOf(event[key]).length > MOST_ROWS)) return null;
  const checked = parseForeign(LiveEvent, event);
  if (checked.ok) return checked.value;
  const known = event['type'] === 'snapshot' ? withKnownParts(event) : event;
  const readable = parseReadable(LiveEvent, known, MOST_UNREADABLE, { mayBeNone: true });
  if (!readable.ok) return { seq: event.seq, type: 'activity', entries: [] };
  return withoutUnreadable(readable.value, rowsOf(event['miners']));
}

/**
 * A miner whose newest row does not parse is not shown with an older one. Null for a snapshot of
 * which no row parses: it would show a farm without miners.
 */
function withoutUnreadable(event: LiveEvent, sent: readonly unknown[]): LiveEvent | null {
  if (event.type === 'snapshot') return event.miners.length === 0 && sent.length > 0 ? null : event;
  if (event.type !== 'miners') return event;
  const known = new Set(event.miners.map(({ id }) => id));
  const ids = sent.flatMap((row) => MinerRow.safeParse(row).data?.id ?? []);
  return { ...event, removed_ids: [...event.removed_ids, ...ids.filter((id) => !known.has(id))] };
}

const MinerRow = z.object({ id: MacAddress });

function isSequenced(event: unknown): event is { readonly seq: number } & Readonly<Record<string, unknown>> {
  return typeof event === 'object' && event !== null && 'seq' in event && Number.isSafeInteger(event.seq);
}

const rowsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const ROWS = ['miners', 'models', 'incidents'] as const;
const SNAPSHOT: Readonly<Record<string, z.ZodType>> = LiveEvent.options[0].shape;
/** Parts that a snapshot may lack. One of these that does not parse is left out. */
const OPTIONAL = Object.keys(SNAPSHOT).filter((key) => SNAPSHOT[key]?.safeParse(undefined).success);

/** A snapshot must arrive: without it the page shows nothing. */
function withKnownParts(event: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const known = { ...event };
  for (const key of OPTIONAL) {
    const schema = SNAPSHOT[key] as z.ZodType;
    if (!parseReadable(schema, known[key], MOST_UNREADABLE, { mayBeNone: true }).ok) delete known[key];
  }
  return known;
}
