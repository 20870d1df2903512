import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const DOCUMENTS = globSync(['*.md', 'docs/**/*.md', 'resources/*.md', 'tests/stand-in/*.md'], { cwd: root });
const FILES = globSync('{src-main,src-shared,src-renderer,scripts,tests}/**/*.{ts,tsx,mjs}', { cwd: root }).map(
  (file) => `/${file.replaceAll('\\', '/')}`,
);

const withoutCode = (text: string): string => text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
/** The anchor that a heading gets. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

it.each(DOCUMENTS)('%s names files that are there', (document) => {
  const text = withoutCode(readFileSync(resolve(root, document), 'utf8'));
  for (const [, name = ''] of text.matchAll(/`([\w./-]+\.(?:ts|tsx|mjs))`/g)) {
    const isThere = existsSync(resolve(root, name)) || FILES.some((file) => file.endsWith(`/${name}`));
    expect.soft(isThere, `${document}: ${name}`).toBe(true);
  }
});

it.each(DOCUMENTS)('%s has links that lead somewhere', (document) => {
  const text = withoutCode(readFileSync(resolve(root, document), 'utf8'));
  for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^https?:/.test(target)) continue;
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? resolve(root, document) : resolve(root, dirname(document), path);
    expect.soft(existsSync(file), `${document}: ${target}`).toBe(true);
    if (anchor === undefined || !existsSync(file)) continue;
    const anchors = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      anchorOf(heading),
    );
    expect
      .soft(
        anchors.filter((one) => one === anchor),
        `${document}: ${target}`,
      )
      .toHaveLength(1);
  }
});

it.each(DOCUMENTS)('%s reads what commands print without the lines that npm adds', (document) => {
  const text = readFileSync(resolve(root, document), 'utf8');
  const read = [...text.matchAll(/npm run [^`\n]*powerhive [^`\n]*(?:--json|\||>|--out -)/g)].map(([line]) => line);
  expect(read.filter((line) => !line.startsWith('npm run --silent powerhive -- '))).toEqual([]);
});

it.each(['src-main', 'src-shared', 'src-renderer'])('the layout has each folder of %s', (part) => {
  const layout = readFileSync(resolve(root, 'ARCHITECTURE.md'), 'utf8').split('```')[1] ?? '';
  const [, ofPart = ''] = layout.split(`\n${part}/ `);
  const named = [...(ofPart.split(/\n(?=\S)/)[0] ?? '').matchAll(/^ {2}([\w-]+)\/ /gm)].map(([, name]) => name);
  const folders = readdirSync(resolve(root, part), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(named.toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
});
