import type { Page } from 'playwright-core';

interface WithNotes {
  firstRowsAt?: number;
  liveRowsAt?: number;
}

/** When a page painted its first rows, and its first that follow the farm, in UNIX milliseconds. */
export interface RowTimes {
  firstAt(): Promise<number>;
  liveAt(): Promise<number>;
}

/**
 * Lets every document of the page note when its rows were painted. The page looks by itself: whoever
 * asks it from outside has to wait for his turn while it takes in ten thousand rows.
 */
export async function noteRows(page: Page, rows: number): Promise<RowTimes> {
  await page.addInitScript((least) => {
    const notes = globalThis as WithNotes;
    const now = (): number => performance.timeOrigin + performance.now();
    const look = (): void => {
      const isThere = document.querySelectorAll('tbody tr').length >= least;
      const isLive = isThere && document.querySelector('main')?.dataset['frozen'] === 'false';
      requestAnimationFrame(() => {
        if (isThere) notes.firstRowsAt ??= now();
        if (isLive) notes.liveRowsAt ??= now();
        else look();
      });
    };
    requestAnimationFrame(look);
  }, rows);
  const noted = (name: keyof WithNotes) => async (): Promise<number> => {
    const at = await page.waitForFunction((name) => (globalThis as WithNotes)[name], name);
    return (await at.jsonValue()) ?? Number.NaN;
  };
  return { firstAt: noted('firstRowsAt'), liveAt: noted('liveRowsAt') };
}
