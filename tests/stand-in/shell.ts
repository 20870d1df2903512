import { strict } from './not-implemented.ts';

/** Nothing is opened; record.cjs notes what would have been. */
export const shell = strict('shell', {
  async openExternal(url: string, _options?: object): Promise<void> {
    if (!URL.canParse(url)) throw new Error(`Invalid URL: ${url}`);
  },
  showItemInFolder(_path: string): void {},
  async openPath(_path: string): Promise<string> {
    return '';
  },
  beep(): void {},
});
