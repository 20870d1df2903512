import type {
  Actor,
  EventOf,
  MinerPatch,
  MinersChange,
  MinersChangeKind,
  NewMinersChange,
} from '../../../src-shared/model/index.ts';

/** One miner and its change. */
export interface MinerWork {
  readonly id: string;
  /** Null if the miner is removed or checked. */
  readonly patch: MinerPatch | null;
}

/** The work of a bulk edit, miner by miner. */
export interface BulkEditWork {
  readonly kind: MinersChangeKind;
  /** For miners that are removed. */
  readonly history: 'keep' | 'drop' | null;
  readonly miners: readonly MinerWork[];
  /** The fields set in all miners, if the event of the change covers them. */
  readonly shared: MinersChange['patch'] | null;
}

/** A change as stored on disk until it has ended, so that the next start can continue it. */
export interface StoredBulkEdit {
  readonly change_id: string;
  readonly started: EventOf<'miners_change_started'>;
  readonly actor: Actor;
  readonly work: BulkEditWork;
  /** What was decided for single miners after its start. Absent in changes of earlier versions. */
  readonly decided_later?: DecidedLater;
}

/** Fields of miners, by id, that were changed in these miners alone after the start of a change. */
export type DecidedLater = Readonly<Record<string, readonly string[]>>;

/** A change that cannot be continued, because its stored work cannot be read. */
export type LostBulkEdit = Omit<StoredBulkEdit, 'work'> & { readonly work: null };

/** Stores changes while they run. */
export interface BulkEditStore {
  keep(change: StoredBulkEdit): Promise<void>;
  /** Adds fields that were decided later for a miner, if the change is still stored. */
  decideLater(changeId: string, minerId: string, fields: readonly string[]): Promise<void>;
  forget(changeId: string): Promise<void>;
  /** The changes that were running when the program ended, the oldest first. */
  load(): Promise<(StoredBulkEdit | LostBulkEdit)[]>;
}

type Wanted = Pick<NewMinersChange, 'patch' | 'remove' | 'check' | 'each'>;

/** The work of a request, with each miner once. `ids` are used if it does not list them. */
export function bulkEditWork(ids: readonly string[], { patch, remove, check, each }: Wanted): BulkEditWork {
  const one = patch ?? null;
  const listed = each ?? ids.map((id) => ({ id, patch: one }));
  const miners = [...new Map(listed.map((work) => [work.id, work])).values()];
  const kind = remove !== undefined ? 'remove' : check === true ? 'check' : kindOf(miners);
  return { kind, history: remove ?? null, miners, shared: sharedOf(one) };
}

const KINDS: Readonly<Record<keyof MinerPatch, MinersChangeKind>> = {
  managed: 'manage',
  place: 'place',
  nickname: 'rename',
  tags: 'tag',
  unlock_pass: 'password',
  accept_preset: 'edit',
};

function kindOf(miners: readonly MinerWork[]): MinersChangeKind {
  const kinds = new Set<MinersChangeKind>();
  for (const { patch } of miners) {
    for (const [key, value] of Object.entries(patch ?? {})) {
      if (value !== undefined) kinds.add(KINDS[key as keyof MinerPatch]);
    }
  }
  const [kind = 'edit', ...others] = kinds;
  return others.length === 0 ? kind : 'edit';
}

/** Only managing and placing are covered by one event for all miners. */
function sharedOf(patch: MinerPatch | null): BulkEditWork['shared'] {
  if (patch === null) return null;
  const { managed, place, ...others } = patch;
  if (Object.values(others).some((value) => value !== undefined)) return null;
  return { ...(managed !== undefined && { managed }), ...(place !== undefined && { place }) };
}
