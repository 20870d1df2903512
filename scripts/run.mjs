// Sets the clone up and runs one file of it on PowerHive's own Node: `node scripts/run.mjs
// [--browser] [--no-build] FILE ARGS...`. One program from the first to the last, so that whoever
// sends it a signal reaches the one that has to stop in order.
import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { ownNode } from './setup.mjs';

const own = ['--browser', '--no-build'];
const args = process.argv.slice(2);
while (own.includes(args[0])) args.shift();
const env = { ...process.env, PATH: `${dirname(ownNode)}${delimiter}${process.env.PATH ?? ''}` };
// The same as in src-main/runtime/bound-memory.ts, which then need not start the program once more.
if (args[0] === 'dist/main/cli.js') {
  env.MALLOC_ARENA_MAX ??= '2';
  env.MALLOC_TRIM_THRESHOLD_ ??= '131072';
}
const child = spawn(ownNode, args, { stdio: 'inherit', env });
// npm hands a SIGTERM to the shell between it and us, which dies of it without a word. Whoever
// loses its parent is meant to stop.
const parent = process.ppid;
const orphaned = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code, signal) => {
  clearInterval(orphaned);
  process.exitCode = code ?? (signal === 'SIGKILL' ? 137 : 1);
});
