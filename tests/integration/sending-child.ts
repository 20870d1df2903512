import { setInterval } from 'node:timers/promises';
import { openStore } from '../../src-main/store/open-store.ts';
import { FastClock, startSending } from '../fixtures/sending.ts';

/**
 * A program that sends what is kept to where its database says, until it is killed. Writes how far
 * it is. `safeMs`: after how long the other side keeps what it took over a kill.
 */
const [path = '', nowAt = '', safeMs = '60000'] = process.argv.slice(2);
const store = await openStore({ path });
const { destinations } = await startSending(store, new FastClock(Number(nowAt)), Number(safeMs));
for await (const _ of setInterval(50))
  process.stdout.write(`${JSON.stringify(destinations.list()[0]?.state ?? null)}\n`);
