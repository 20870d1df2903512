// Makes the installers for this computer's system in release/: `npm run dist`. Arguments are passed
// to electron-builder.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readChecksums } from './packaging/checksums.ts';
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
  const release = join(root, 'release');
  const checksums = readChecksums(release);
  if (checksums !== '') writeFileSync(join(release, `SHA256SUMS-${process.platform}.txt`), checksums);
  process.stdout.write(`\nIn ${release}:\n${checksums || 'no installer, as asked'}\n`);
} else {
  const explained = explainDownloadFailure(said);
  process.stderr.write(`\n${explained ?? 'No installer was made. See the lines above.'}\n`);
  process.exitCode = 1;
}
