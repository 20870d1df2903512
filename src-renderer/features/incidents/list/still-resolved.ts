import type { Incident } from '../../../../src-shared/model/index.ts';

/**
 * The listed incidents that are still resolved. A list is as old as its request: one that was opened
 * again since is among the unresolved ones, and only there. `after`, in UNIX milliseconds: those that
 * ended after it, because a site of an older version returns all; null: of all times.
 */
export function stillResolved(
  listed: readonly Incident[],
  unresolved: readonly Incident[],
  after: number | null,
): readonly Incident[] {
  const ids = new Set(unresolved.flatMap(({ incident_id, state }) => (state === 'resolved' ? [] : incident_id)));
  return listed.filter(
    ({ incident_id, resolved_at }) =>
      !ids.has(incident_id) && (after === null || resolved_at === null || resolved_at > after),
  );
}
