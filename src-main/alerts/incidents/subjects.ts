import type { IncidentCause } from '../../../src-shared/model/index.ts';

/** Prefixes of the subjects that are not miners: PowerHive itself, and racks. */
export const PROGRAM = 'powerhive:';
export const RACK = 'rack:';

/** Whether the subject is a miner, and neither PowerHive itself nor a rack. */
export const isMiner = (subject: string): boolean => !subject.startsWith(PROGRAM) && !subject.startsWith(RACK);

/** Whether an incident is about PowerHive itself. */
export const isAboutProgram = ({ cause }: { readonly cause: IncidentCause }): boolean =>
  cause.kind === 'site' && cause.key.startsWith(PROGRAM);

/** The cause of a fault that is an incident of its own. */
export function ownCause(subject: string): IncidentCause {
  if (subject.startsWith(RACK)) return { kind: 'rack', key: subject.slice(RACK.length) };
  return { kind: subject.startsWith(PROGRAM) ? 'site' : 'miner', key: subject };
}
