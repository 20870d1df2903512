import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportedChange } from '../../src-shared/import/import-rows.ts';
import { inParts } from '../../src-shared/in-parts.ts';
import { MinersChange } from '../../src-shared/model/miners-change.ts';
import type { RunningApp } from './running-app.ts';

const POLL_MS = 150;

export interface SentChanges {
  /** Those that were begun, one after the other; the last may go on (`finished_at` is null). */
  readonly parts: readonly MinersChange[];
  /** Miners of the parts that were never sent. */
  readonly unsent: number;
  /** Why a part was refused or its end is not known. */
  readonly error: unknown;
}

/**
 * Sends what a file changes, in parts that fit into a request, the next when one is done. They run
 * in the program: a part goes on when this command is interrupted. Nothing more is sent after that,
 * nor after a part that was stopped or failed.
 */
export async function sendChanges(
  app: Pick<RunningApp, 'get' | 'post'>,
  changes: readonly ImportedChange[],
  signal: AbortSignal,
): Promise<SentChanges> {
  const parts: MinersChange[] = [];
  let unsent = changes.length;
  try {
    for (const each of inParts(changes.map(({ miner, patch }) => ({ id: miner.id, patch })))) {
      if (signal.aborted || (parts.length > 0 && parts.at(-1)?.state !== 'done')) break;
      let now = await app.post('/changes', { each }, MinersChange);
      unsent -= each.length;
      const at = parts.push(now) - 1;
      while (now.finished_at === null && !signal.aborted) {
        await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
        now = await app.get(`/changes/${now.change_id}`, MinersChange);
        parts[at] = now;
      }
    }
    return { parts, unsent, error: null };
  } catch (error) {
    return { parts, unsent, error };
  }
}

/** The parts as one: with the id, state and end of the last; what was never sent is skipped. */
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
