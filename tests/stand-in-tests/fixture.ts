import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { firstPage, type LaunchedApp, type LaunchOptions, launchApp } from '../launch.ts';

export const fixtureApp = join(import.meta.dirname, '../fixtures/stand-in-app');

/** What the fixture's main process notes. */
export interface Seen {
  requests: string[];
  messages: {
    args: unknown[];
    senderIsWindow: boolean;
    frameIsMain: boolean;
    url: string;
    origin: string;
    parent: null;
  }[];
  secondInstances: { argv: string[]; cwd: string; data: unknown }[];
}

/** What the fixture's preload puts into the page. */
export interface FixtureBridge {
  note(...args: unknown[]): void;
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  onNoted(listener: (...args: unknown[]) => void): () => void;
  callBack(callback: (number: number) => number): number;
  fail(): never;
  list: string[];
}

declare global {
  var seen: Seen;
  var bridge: FixtureBridge;
  var violations: string[];
}

export async function launchFixture(options: LaunchOptions = {}): Promise<{ app: LaunchedApp; page: Page }> {
  const app = await launchApp({ entry: fixtureApp, ...options });
  const page = await firstPage(app);
  await page.getByText('ready').waitFor();
  return { app, page };
}
