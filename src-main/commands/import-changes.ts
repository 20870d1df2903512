import type { ImportedChange } from '../../src-shared/import/import-rows.ts';
import { withExactPlace } from '../../src-shared/meant-place.ts';
import { MinersChange } from '../../src-shared/model/miner/miners-change.ts';
import { inParts } from '../../src-shared/text/in-parts.ts';
import type { CommandIo } from './shared/command.ts';
import { PROGRESS_POLL_MS, type RunningApp } from './shared/running-app.ts';

export interface SentChanges {
  /** The parts that were started, in order; the last may still be running (`finished_at` null). */
  readonly parts: readonly MinersChange[];
  /** Number of miners in parts that were never sent. */
  readonly unsent: number;
  /** Why a part was refused, or why its end is not known. */
  readonly error: unknown;
}

/**
 * Sends the changes of a file in parts that fit into a request, one after the other. Parts run in
 * the program: one that was started continues if this command is interrupted. No further part is
 * sent after that, nor after a part that was stopped or failed.
 */
export async function sendChanges(
  app: Pick<RunningApp, 'get' | 'post'>,
  changes: readonly ImportedChange[],
  { clock, signal }: Pick<CommandIo, 'clock' | 'signal'>,
): Promise<SentChanges> {
  const parts: MinersChange[] = [];
  let unsent = changes.length;
  try {
    for (const each of inParts(changes.map(({ miner, patch }) => ({ id: miner.id, patch: withExactPlace(patch) })))) {
      if (signal.aborted || (parts.length > 0 && parts.at(-1)?.state !== 'done')) break;
      let now = await app.post('/changes', { each }, MinersChange);
      unsent -= each.length;
      const at = parts.push(now) - 1;
      while (now.finished_at === null && !signal.aborted) {
        await clock.sleep(PROGRESS_POLL_MS, signal);
        now = await app.get(`/changes/${now.change_id}`, MinersChange);
        parts[at] = now;
      }
    }
    return { parts, unsent, error: null };
  } catch (error) {
    return { parts, unsent, error };
  }
}

/** Sums up the parts, with id, state and end of the last one. Unsent miners count as skipped. */
export function sumOfParts({ parts, unsent }: Pick<SentChanges, 'parts' | 'unsent'>): MinersChange | null {
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return null;
  const sum = (of: (part: MinersChange) => number): number => parts.reduce((all, part) => all + of(part), 0);
  return {
    ...last,
    total: sum(({ total }) => total) + unsent,
    done: sum(({ done }) => done),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped) + unsent,
    failures: parts.flatMap(({ failures }) => failures),
    started_at: first.started_at,
  };
}
