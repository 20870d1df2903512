import { useEffect, useRef } from 'react';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import type { BulkState } from './use-bulk.ts';

/**
 * Drops the result of a change once the operator selects other miners or none: "48 changed" beside
 * another selection would be said of that one. A failure stays until it is dismissed. Miners that
 * the change itself removed are no other selection.
 */
export function useForgottenResult(miners: readonly Miner[], { result, dismiss }: BulkState): void {
  const { live } = usePowerHive();
  const before = useRef<ReadonlySet<string>>(new Set());
  const ids = miners.map(({ id }) => id).join(' ');
  const forget = useRef<() => void>(() => undefined);
  forget.current = result !== null && !result.failed ? dismiss : () => undefined;
  useEffect(() => {
    const now = new Set(ids === '' ? [] : ids.split(' '));
    const isOther = isOtherSelection(before.current, now, (id) => live.state.miners.get(id) !== undefined);
    before.current = now;
    if (isOther) forget.current();
  }, [ids, live]);
}

/** Whether a selection has other miners than before, or lacks some that are still known. */
export function isOtherSelection(
  before: ReadonlySet<string>,
  now: ReadonlySet<string>,
  isKnown: (id: string) => boolean,
): boolean {
  return [...now].some((id) => !before.has(id)) || [...before].some((id) => !now.has(id) && isKnown(id));
}
