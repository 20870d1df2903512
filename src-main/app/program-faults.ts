import type { Watching } from '../../src-shared/model/index.ts';
import type { ProgramFault } from '../alerts/notice.ts';
import type { RecordingParts } from './compose-recording.ts';

interface ProgramParts {
  readonly guard: Pick<RecordingParts['guard'], 'recording'>;
  readonly backups: Pick<RecordingParts['backups'], 'state'>;
  /** The channels that do not deliver, with what is said of each. */
  readonly channelFaults: ReadonlyMap<string, string>;
}

const WITHOUT_STOP = (text: string): string => text.replace(/\.$/, '');

/** What is wrong with PowerHive itself, by the rules that are about it. */
export function programFaults(watching: Watching, { guard, backups, channelFaults }: ProgramParts): ProgramFault[] {
  const faults: ProgramFault[] = [];
  const fault = (rule_id: string, message: string): void => {
    faults.push({ rule_id, key: rule_id, message: WITHOUT_STOP(message) });
  };
  const { state, reason } = watching;
  if (state === 'not_watching') fault('not_watching', `Not monitoring: ${reason ?? 'the network is out of reach'}`);
  if (state === 'paused') fault('paused', `Monitoring paused${reason === null ? '' : `: ${reason}`}`);
  if (state === 'watching' && reason !== null)
    fault('unreachable_network', `PowerHive can't reach part of the farm: ${reason}`);
  const recording = guard.recording();
  if (recording.state === 'stopped')
    fault('recording_stopped', `History is not being recorded: ${recording.reason ?? 'see the log'}`);
  const { last_error } = backups.state();
  if (last_error !== null) fault('backup_failed', `Backup failed: ${last_error}`);
  for (const [id, message] of channelFaults) {
    faults.push({ rule_id: 'channel_failing', key: `channel:${id}`, message: WITHOUT_STOP(message) });
  }
  return faults;
}
