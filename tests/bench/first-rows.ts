import type { Page } from 'playwright-core';

interface WithNote {
  firstRowsAt?: number;
}

/**
 * Lets every document of the page note when its first rows were painted, and returns the function
 * that reads it, in UNIX milliseconds. The page looks by itself: whoever asks it from outside has
 * to wait for his turn while it takes in ten thousand rows.
 */
export async function noteFirstRows(page: Page, rows: number): Promise<() => Promise<number>> {
  await page.addInitScript((least) => {
    const look = (): void => {
      const isThere = document.querySelectorAll('tbody tr').length >= least;
      requestAnimationFrame(isThere ? note : look);
    };
    const note = (): void => {
      (globalThis as WithNote).firstRowsAt = performance.timeOrigin + performance.now();
    };
    requestAnimationFrame(look);
  }, rows);
  return async () => {
    const noted = await page.waitForFunction(() => (globalThis as WithNote).firstRowsAt);
    return (await noted.jsonValue()) ?? Number.NaN;
  };
}
