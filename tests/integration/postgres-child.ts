import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { setInterval } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/**
 * A program that sends what is kept to where its database says, until it is killed. Writes how far
 * it is. Its threads are the built ones, as in the tests: from their sources they take seconds to
 * load.
 */
const [path = '', nowAt = ''] = process.argv.slice(2);
const built = (name: string): string => pathToFileURL(join(import.meta.dirname, '../../dist/main', `${name}.js`)).href;
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.includes('/src-main/') || loaded.source == null) return loaded;
    const source = Buffer.from(loaded.source as Uint8Array).toString();
    return { ...loaded, source: source.replace(/'\.\/(\w+-worker)\.ts'/, (_, name) => JSON.stringify(built(name))) };
  },
});
const { openStore } = await import('../../src-main/store/open-store.ts');
const { FastClock, startSending } = await import('../fixtures/sending.ts');
const store = await openStore({ path });
const { destinations } = await startSending(store, new FastClock(Number(nowAt)));
for await (const _ of setInterval(50))
  process.stdout.write(`${JSON.stringify(destinations.list()[0]?.state ?? null)}\n`);
