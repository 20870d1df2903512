import type { Rack } from '../../src-shared/model/index.ts';
import type { ChangedConditions } from '../conditions/changed-conditions.ts';
import type { DriverRegistry } from '../drivers/registry.ts';
import type { RecordChange } from '../events/bus.ts';
import type { Clock } from '../runtime/clock.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { Store, StoredMiner } from '../store/store.ts';
import type { ReadingsSink } from './readings/fleet-readings.ts';

/** What the fleet needs, and whom it notifies. */
export interface FleetOptions {
  readonly store: Pick<
    Store,
    'loadFleet' | 'poolsSet' | 'poolDecisions' | 'successors' | 'upsertMiners' | 'reencryptSecrets' | 'upsertModels'
  >;
  /** Writes the operator's decisions together with their entries in the activity. */
  readonly record: RecordChange;
  /** Records readings, and never delays or fails a poll. */
  readonly history: ReadingsSink;
  readonly secrets: SecretBox;
  readonly drivers: Pick<DriverRegistry, 'get'>;
  readonly clock: Clock;
  readonly requireMaxPreset: () => boolean;
  /** Whether new miners are managed at once. */
  readonly manageNew: () => boolean;
  /** The rack with this path; null if it was not described. */
  readonly rack: (path: string) => Rack | null;
  /** How often boards are read, in milliseconds. */
  readonly telemetryMs: () => number;
  /** Called after each change, with the ids of the rows that have changed. */
  readonly onMinersChanged: (ids: readonly string[]) => void;
  /** The latest status of a miner is on disk: its row says so, and is otherwise the same. */
  readonly onStatusStored?: (id: string) => void;
  readonly onModelsChanged: () => void;
  /** A miner was removed, or replaced by another. */
  readonly onRemoved?: (id: string) => void;
  /** Called when conditions of a miner begin or end. */
  readonly onConditions?: (miner: StoredMiner, changed: ChangedConditions) => void;
}
