import { shownNowMs } from '../../ui/use-now.ts';
import type { LiveFeed } from '../live/live-feed.ts';
import type { LastFarm, LiveView } from '../live/live-state.ts';

/** Rows that become text in one turn: about a millisecond's work. */
const ROWS_IN_A_TURN = 100;
const FIRST_AFTER_MS = 15_000;
const EVERY_MS = 300_000;

/** Where a page keeps its last farm, as JSON. Neither function rejects. */
export interface LastFarmShelf {
  /** Null if nothing is kept of this farm by this build of the page. */
  read(): Promise<string | null>;
  write(text: Blob): Promise<void>;
}

/**
 * Shows the farm as it was when this page last followed it, until the first snapshot arrives. With
 * ten thousand miners the program needs a second or more before it can send one.
 */
export async function restoreLastFarm(live: LiveFeed, shelf: LastFarmShelf): Promise<void> {
  const text = await shelf.read();
  if (text === null) return;
  live.state.restore(JSON.parse(text) as LastFarm);
  live.refresh();
}

/**
 * Keeps the farm soon after it is there, then every five minutes and when the page is hidden.
 * `whenIdle` calls its argument in a turn in which the page has nothing else to do.
 */
export function keepLastFarm(live: LiveFeed, shelf: LastFarmShelf, whenIdle: (work: () => void) => void): void {
  const idleTurn = (): Promise<void> => new Promise((resolve) => whenIdle(resolve));
  let isKeeping = false;
  const keep = async (turn: () => Promise<void>): Promise<void> => {
    // Of this moment: the view of a hidden page is as old as its last frame.
    const view = live.state.view();
    if (isKeeping || view.fill !== 'whole' || view.asOf !== null) return;
    isKeeping = true;
    await shelf.write(await lastFarmText(view, turn));
    isKeeping = false;
  };
  const keepOn = (): void => {
    void keep(idleTurn);
    setTimeout(keepOn, EVERY_MS);
  };
  setTimeout(keepOn, FIRST_AFTER_MS);
  document.addEventListener('visibilitychange', () => {
    // A hidden page has no frames to be late for, and may end soon.
    if (document.visibilityState === 'hidden') void keep(async () => undefined);
  });
}

/** The JSON of a `LastFarm`, made in turns: with ten thousand miners it has ten megabytes. */
async function lastFarmText(view: LiveView, turn: () => Promise<void>): Promise<Blob> {
  const { miners, models, lastFinishedScan, incidents } = view;
  const rest: Omit<LastFarm, 'miners'> = { at: shownNowMs(), models, lastFinishedScan, incidents };
  const parts = [JSON.stringify(rest).slice(0, -1), ',"miners":['];
  for (let from = 0; from < miners.length; from += ROWS_IN_A_TURN) {
    await turn();
    const rows = JSON.stringify(miners.slice(from, from + ROWS_IN_A_TURN)).slice(1, -1);
    parts.push(from === 0 ? rows : `,${rows}`);
  }
  return new Blob([...parts, ']}']);
}
