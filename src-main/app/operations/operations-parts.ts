import type { FarmSummary, Health } from '../../../src-shared/model/index.ts';
import type { RecordEvent } from '../../events/bus.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { AppParts } from '../compose/app-parts.ts';

/** The parts of the program that the operations need. */
export interface OperationsParts
  extends Pick<
    AppParts,
    | 'fleet'
    | 'feed'
    | 'changes'
    | 'settingsAudit'
    | 'store'
    | 'discovery'
    | 'polling'
    | 'hostPorts'
    | 'guard'
    | 'gaps'
    | 'backups'
    | 'jobs'
    | 'poolsSet'
    | 'tokens'
    | 'channels'
    | 'outbox'
    | 'passwords'
    | 'racks'
    | 'sites'
    | 'rules'
    | 'incidents'
    | 'maintenance'
    | 'destinations'
  > {
  readonly settings: AppParts['base']['settingsStore'];
  readonly viewsFile: string;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  readonly health: () => Health;
  readonly summary: () => FarmSummary;
  /** Records a change outside the database in the audit; resolves when it is on disk. */
  readonly record: RecordEvent;
}
