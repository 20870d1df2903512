import type { Logger } from 'pino';
import { eventLevel, isKept } from '../../src-shared/events/event-entry.ts';
import { eventWords } from '../../src-shared/events/event-words.ts';
import type { FarmEvent } from '../../src-shared/model/index.ts';
import type { LoggedMiner } from './logged-miner.ts';

/** Logs each event of a stored kind, with its level and message. */
export function logEvents(
  log: Pick<Logger, 'info' | 'warn' | 'error'>,
  minerOf: (id: string) => LoggedMiner,
): (event: FarmEvent) => void {
  return (event) => {
    if (!isKept(event)) return;
    const level = eventLevel(event);
    const { event_id, event: code, miner_id, actor } = event;
    const about = {
      event: code,
      event_id,
      ...(miner_id !== null && minerOf(miner_id)),
      ...(actor !== null && { via: actor.via, by: actor.name }),
    };
    log[level === 'warning' ? 'warn' : level](about, eventWords(event));
  };
}
