import type { Loop } from '../../runtime/loop.ts';
import type { LoopDelay } from '../../runtime/loop-delay.ts';
import type { WatchedThread } from '../../runtime/threads/supervised-thread.ts';
import type { HostPorts } from '../host-ports.ts';
import type { AppBase } from './app-base.ts';
import type { AlertsParts } from './compose-alerts.ts';
import type { ChannelsParts } from './compose-channels.ts';
import type { DestinationParts } from './compose-destinations.ts';
import type { FleetParts } from './compose-fleet.ts';
import type { JobsParts } from './compose-jobs.ts';
import type { MonitoringParts } from './compose-monitoring.ts';
import type { RecordingParts } from './compose-recording.ts';
import type { SitesParts } from './compose-sites.ts';
import type { StoreParts } from './compose-store.ts';

/** All parts of the program, put together. */
export interface AppParts
  extends StoreParts,
    FleetParts,
    MonitoringParts,
    RecordingParts,
    JobsParts,
    ChannelsParts,
    SitesParts,
    AlertsParts,
    DestinationParts {
  readonly base: AppBase;
  /** All threads besides the main thread. */
  readonly threads: readonly WatchedThread[];
  readonly threadWatch: Loop;
  readonly hostPorts: HostPorts;
  readonly delay: LoopDelay;
}
