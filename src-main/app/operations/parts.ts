import type { Health } from '../../../src-shared/model/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { AppParts } from '../parts.ts';

/** What the operations need of the program. */
export interface OperationsParts
  extends Pick<
    AppParts,
    'fleet' | 'feed' | 'store' | 'discovery' | 'polling' | 'activity' | 'hostPorts' | 'guard' | 'backups'
  > {
  readonly settings: AppParts['base']['settingsHome'];
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  readonly health: () => Health;
  /** Adds what the operator changed to the activity. */
  readonly noteChange: (message: string, minerId: string | null) => void;
}
