// Makes the installers for this computer's own system, into release/: `npm run dist`. Arguments go on to electron-builder.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explainDownloadFailure } from './packaging/download-failure.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const builder = spawn(
  process.execPath,
  [join(root, 'node_modules', 'electron-builder', 'cli.js'), '--publish', 'never', ...process.argv.slice(2)],
  { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
);
let said = '';
for (const [from, to] of [
  [builder.stdout, process.stdout],
  [builder.stderr, process.stderr],
]) {
  from.on('data', (text) => {
    said += text;
    to.write(text);
  });
}
const code = await new Promise((resolve) => builder.once('close', resolve));
if (code === 0) {
  process.stdout.write(`\nIn ${join(root, 'release')}: ${readdirSync(join(root, 'release')).join(', ')}\n`);
} else {
  const explained = explainDownloadFailure(said);
  process.stderr.write(`\n${explained ?? 'No installer was made. See the lines above.'}\n`);
  process.exitCode = 1;
}
