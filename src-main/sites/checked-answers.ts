import { ORPCError } from '@orpc/client';
import type { z } from 'zod';
import { contract } from '../../src-shared/contract/index.ts';
import { Incident, LiveEvent, Miner, MinerModel } from '../../src-shared/model/index.ts';
import { parseForeign } from './parse-foreign.ts';

type AnyProcedure = {
  readonly '~orpc': { readonly route: { readonly path?: string }; readonly outputSchema?: z.ZodType };
};

/** What is set at a site is set there: none of these goes to another computer. */
const OWN_GROUPS: ReadonlySet<string> = new Set(['sites', 'desktop', 'rest', 'tokens', 'destinations', 'passwords']);

/**
 * The call of the contract with this name, such as `miners.list`; null where it is none that
 * another site answers: one without a route is for that computer's own screens.
 */
export function procedureAt(path: string): { readonly output: z.ZodType | undefined } | null {
  const [group = '', name = '', ...rest] = path.split('.');
  if (rest.length > 0 || OWN_GROUPS.has(group) || !Object.hasOwn(contract, group)) return null;
  const calls = contract[group as keyof typeof contract] as unknown as Record<string, AnyProcedure>;
  if (!Object.hasOwn(calls, name) || name === 'events') return null;
  const procedure = calls[name]?.['~orpc'];
  return procedure?.route.path === undefined ? null : { output: procedure.outputSchema };
}

/**
 * What a site answered, as the contract shapes it; what the contract does not name is dropped.
 * Throws BAD_GATEWAY where it has another shape: a newer or older PowerHive, or something that only
 * looks like one.
 */
export function checkedAnswer(answer: unknown, output: z.ZodType | undefined, where: string): unknown {
  if (output === undefined) return undefined;
  const parsed = parseForeign(output, answer);
  if (parsed.ok) return parsed.value;
  throw new ORPCError('BAD_GATEWAY', {
    status: 502,
    message: `${where} answers in a way that this version does not understand (${parsed.path.join('.') || 'the answer'}). Check that both run the same version.`,
  });
}

/** Twice the miners of the largest farm. */
const MOST_ROWS = 20_000;
/** Twice the miners of one event: each row that cannot be read takes a tenth of a millisecond. */
const MOST_UNREADABLE = 1000;

/**
 * A live event of a site, as far as both versions know it: rows that this version can't read are
 * left out, and an event of a type that it does not know keeps its place in the sequence, with
 * nothing in it. Null where it is no event.
 */
export function checkedEvent(event: unknown): LiveEvent | null {
  if (!isSequenced(event) || Object.keys(ROWS).some((key) => rowsOf(event[key]).length > MOST_ROWS)) return null;
  const checked = parseForeign(LiveEvent, event);
  if (checked.ok) return checked.value;
  const rows = withReadableRows(event);
  const readable = rows === null ? null : parseForeign(LiveEvent, rows);
  return readable?.ok ? readable.value : { seq: event.seq, type: 'activity', entries: [] };
}

function isSequenced(event: unknown): event is { readonly seq: number } & Readonly<Record<string, unknown>> {
  return typeof event === 'object' && event !== null && 'seq' in event && Number.isSafeInteger(event.seq);
}

const rowsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const ROWS: Readonly<Record<string, z.ZodType>> = { miners: Miner, models: MinerModel, incidents: Incident };
/** Parts of a snapshot that may be left out. */
const OPTIONAL = ['scan', 'last_finished_scan', 'watching', 'recording', 'changes', 'jobs', 'incidents'] as const;

/** Null where so many rows cannot be read that the rest says little. */
function withReadableRows(event: Record<string, unknown>): unknown {
  const readable = { ...event };
  let unreadable = 0;
  for (const [key, row] of Object.entries(ROWS)) {
    const rows = readable[key];
    if (!Array.isArray(rows)) continue;
    const kept: unknown[] = [];
    for (const one of rows) {
      if (parseForeign(row, one).ok) kept.push(one);
      else if (++unreadable > MOST_UNREADABLE) return null;
    }
    readable[key] = kept;
  }
  if (event['type'] !== 'snapshot') return readable;
  const snapshot = LiveEvent.options[0].shape;
  for (const key of OPTIONAL) if (!parseForeign(snapshot[key], readable[key]).ok) delete readable[key];
  return readable;
}
