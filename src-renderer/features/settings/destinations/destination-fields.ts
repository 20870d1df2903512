import { DAY_MS } from '../../../../src-shared/milliseconds.ts';
import type {
  Destination,
  DestinationKind,
  DestinationPatch,
  NewDestination,
} from '../../../../src-shared/model/index.ts';

/** From when on history is sent; `keep` leaves it unchanged. */
const SINCE_MS = { day: DAY_MS, week: 7 * DAY_MS, quarter: 90 * DAY_MS } as const;
export type Since = 'keep' | 'none' | keyof typeof SINCE_MS;

export const SAMPLE_SECONDS = [15, 30, 60, 300] as const;

/** The values in the form of a destination. A secret is present only if it was typed now. */
export interface DestinationValues {
  readonly name: string;
  readonly url: string;
  readonly user: string;
  readonly secret: string;
  readonly sampleSeconds: number;
  readonly since: Since;
  readonly limit: string;
  readonly enabled: boolean;
}

export function initialValues(destination: Destination | null, name: string): DestinationValues {
  if (destination === null) {
    return { name, url: '', user: '', secret: '', sampleSeconds: 60, since: 'none', limit: '64', enabled: true };
  }
  const { url, user, sample_seconds, max_kbytes_per_s, enabled } = destination;
  return {
    name: destination.name,
    url,
    user: user ?? '',
    secret: '',
    sampleSeconds: sample_seconds,
    since: 'keep',
    limit: String(max_kbytes_per_s),
    enabled,
  };
}

/** The input for a new destination. */
export function newDestination(kind: DestinationKind, values: DestinationValues, nowMs: number): NewDestination {
  return {
    ...common(values),
    kind,
    since_at: sinceAt(values.since, nowMs) ?? null,
    ...(values.secret !== '' && { secret: values.secret }),
  };
}

/** The changes to save. A secret that was not typed and an unchanged start are kept. */
export function patchOf(values: DestinationValues, nowMs: number): DestinationPatch {
  const since_at = sinceAt(values.since, nowMs);
  return {
    ...common(values),
    ...(since_at !== undefined && { since_at }),
    ...(values.secret !== '' && { secret: values.secret }),
  };
}

function common({ name, url, user, sampleSeconds, limit, enabled }: DestinationValues) {
  return {
    name: name.trim(),
    url: url.trim(),
    user: user.trim() === '' ? null : user.trim(),
    sample_seconds: sampleSeconds,
    max_kbytes_per_s: Number(limit),
    enabled,
  };
}

function sinceAt(since: Since, nowMs: number): number | null | undefined {
  if (since === 'keep') return undefined;
  return since === 'none' ? null : nowMs - SINCE_MS[since];
}

/** Whether the stored secret would be dropped, because it belongs to another server. */
export function losesSecret(destination: Destination | null, { url }: DestinationValues): boolean {
  return destination?.has_secret === true && destination.url !== url.trim();
}
