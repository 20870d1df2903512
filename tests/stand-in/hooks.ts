import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const api = pathToFileURL(`${import.meta.dirname}/electron.ts`).href;

/**
 * `electron` is the stand-in in the main process, and cannot be had in a worker: as in the real
 * one.
 */
registerHooks({
  resolve(specifier, context, next) {
    if (!/^electron(\/(main|common|renderer|utility))?$/.test(specifier)) return next(specifier, context);
    if (!isMainThread) throw new Error("electron stand-in: 'electron' cannot be imported in a worker thread");
    return { url: api, format: 'module-typescript', shortCircuit: true };
  },
});
