// Sets the clone up and runs one file of it with PowerHive's own Node: `node scripts/run.mjs
// [--browser] [--no-build] FILE ARGS...`. Signals to this process are passed to the one that must
// stop in order.
import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { ownNode } from './setup.mjs';

const own = ['--browser', '--no-build'];
const args = process.argv.slice(2);
while (own.includes(args[0])) args.shift();
const env = { ...process.env, PATH: `${dirname(ownNode)}${delimiter}${process.env.PATH ?? ''}` };
// The same as in src-main/runtime/bound-memory.ts, which then need not restart the program.
if (args[0] === 'dist/main/cli.js') {
  env.MALLOC_ARENA_MAX ??= '2';
  env.MALLOC_TRIM_THRESHOLD_ ??= '131072';
}
const child = spawn(ownNode, args, { stdio: 'inherit', env });
// npm sends a SIGTERM to the shell between it and this process, which ends without passing it on.
// So the loss of the parent process also means a stop.
const parent = process.ppid;
const orphaned = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code, signal) => {
  clearInterval(orphaned);
  process.exitCode = code ?? (signal === 'SIGKILL' ? 137 : 1);
});
