import type {
  Actor,
  EventOf,
  MinerPatch,
  MinersChange,
  MinersChangeKind,
  NewMinersChange,
} from '../../src-shared/model/index.ts';

/** One miner with what is changed of it. */
export interface MinerWork {
  readonly id: string;
  /** Null where the miner is removed or checked. */
  readonly patch: MinerPatch | null;
}

/** What a change of many miners does, miner by miner. */
export interface BulkEditWork {
  readonly kind: MinersChangeKind;
  /** Of miners that are removed. */
  readonly history: 'keep' | 'drop' | null;
  readonly miners: readonly MinerWork[];
  /**
   * What is set in all of them, where it is one and the same and the event of the change says it.
   */
  readonly shared: MinersChange['patch'] | null;
}

/** A change as it is kept on disk until it has ended, so that the next start can go on with it. */
export interface StoredBulkEdit {
  readonly change_id: string;
  readonly started: EventOf<'miners_change_started'>;
  readonly actor: Actor;
  readonly work: BulkEditWork;
}

/** One that cannot be gone on with: what it was to do cannot be read any more. */
export type LostBulkEdit = Omit<StoredBulkEdit, 'work'> & { readonly work: null };

/** Where changes are kept while they go on. */
export interface BulkEditStore {
  keep(change: StoredBulkEdit): Promise<void>;
  forget(changeId: string): Promise<void>;
  /** Those that were under way when the program ended, the oldest first. */
  load(): Promise<(StoredBulkEdit | LostBulkEdit)[]>;
}

type Wanted = Pick<NewMinersChange, 'patch' | 'remove' | 'check' | 'each'>;

/**
 * What is asked, miner by miner; each miner once. `ids` are those of a change that is one for all.
 */
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

/** One event for all of the miners says who manages them, or where they stand; nothing else. */
function sharedOf(patch: MinerPatch | null): BulkEditWork['shared'] {
  if (patch === null) return null;
  const { managed, place, ...others } = patch;
  if (Object.values(others).some((value) => value !== undefined)) return null;
  return { ...(managed !== undefined && { managed }), ...(place !== undefined && { place }) };
}
