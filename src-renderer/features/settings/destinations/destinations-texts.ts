import type { DestinationKind } from '../../../../src-shared/model/index.ts';
import { countText } from '../../../../src-shared/text/count-text.ts';

/** Texts of the destinations in the settings. */
export const destinationsTexts = {
  title: 'Destinations',
  about:
    'Servers of yours that get the history of this farm and keep it as long as you like. Nothing leaves this computer until you add one and switch it on.',
  none: 'No destination yet.',
  add: 'Add a destination',
  kinds: {
    remote_write: 'Remote write',
    postgres: 'PostgreSQL',
  } satisfies Readonly<Record<DestinationKind, string>>,
  kindAbout: {
    remote_write: 'VictoriaMetrics, Prometheus, Mimir, Grafana Cloud, Thanos: whatever takes Prometheus remote write.',
    postgres: 'PostgreSQL 15 or newer. PowerHive makes its tables in a schema called powerhive.',
  } satisfies Readonly<Record<DestinationKind, string>>,

  status: {
    off: 'Off',
    ok: 'Up to date',
    unused: 'Waiting for readings',
    behind: 'Catching up',
    failing: 'Fails',
    late: 'Behind',
  },
  sentUpTo: (when: string, behind: string): string => `Sent up to ${when}, ${behind} behind`,
  stoppedAt: (when: string): string => `Sent up to ${when}`,
  nothing: 'Nothing sent yet: there are samples once miners are monitored',
  sent: {
    remote_write: (count: number): string => `${countText(count, 'sample')} sent`,
    postgres: (count: number): string => `${countText(count, 'row')} sent`,
  } satisfies Readonly<Record<DestinationKind, (count: number) => string>>,
  refused: (count: number): string => `${countText(count, 'refused', 'refused')}, not sent again`,
  retrying: (why: string): string => `${why}. PowerHive keeps trying, and nothing is lost meanwhile.`,
  lastRefusal: (why: string): string => `${why}. What is refused is counted and not sent again.`,

  test: 'Test',
  testOk: (message: string, ms: number): string => `${message} (${ms} ms)`,
  editTitle: (name: string): string => `Edit ${name}`,
  addTitle: (kind: string): string => `Add ${kind}`,
  removeAbout: 'History is no longer sent there. What was sent stays where it is.',
  save: 'Save destination',

  name: 'Name',
  url: 'URL',
  urlPlaceholder: {
    remote_write: 'http://127.0.0.1:8428/api/v1/write',
    postgres: 'postgresql://127.0.0.1:5432/farm',
  } satisfies Readonly<Record<DestinationKind, string>>,
  user: { remote_write: 'User (empty: bearer token)', postgres: 'User' } satisfies Readonly<
    Record<DestinationKind, string>
  >,
  password: 'Password',
  token: 'Bearer token (optional)',
  secretAgain: 'Enter it again: the stored one is for the other server.',
  sample: {
    remote_write: 'One sample of each series every',
    postgres: 'One row of each miner every',
  } satisfies Readonly<Record<DestinationKind, string>>,
  seconds: (seconds: number): string => (seconds < 60 ? `${seconds} s` : `${seconds / 60} min`),
  since: 'History that is kept already',
  sinceOptions: {
    none: 'Send only what comes from now on',
    keep: 'As it is',
    day: 'Send the last 24 hours too',
    week: 'Send the last 7 days too',
    quarter: 'Send the last 90 days too',
  },
  sinceAgain: {
    day: 'Send the last 24 hours again',
    week: 'Send the last 7 days again',
    quarter: 'Send the last 90 days again',
  },
  limit: 'Upload at most (kB/s)',
  on: 'Send history to this destination',
} as const;
