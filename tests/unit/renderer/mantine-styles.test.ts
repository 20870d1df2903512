import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const RENDERER = join(import.meta.dirname, '../../../src-renderer');
const STYLES = dirname(createRequire(import.meta.url).resolve('@mantine/core/styles/Button.css'));

/** Components that consist of others and have no style sheet of their own. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  MultiSelect: ['Input', 'Combobox', 'Pill', 'PillsInput'],
  TagsInput: ['Input', 'Combobox', 'Pill', 'PillsInput'],
  Select: ['Input', 'Combobox'],
};

it('loads the style of every component that the screens use: without it a component has no layout', () => {
  const sheets = new Set(readdirSync(STYLES));
  const loaded = readFileSync(join(RENDERER, 'ui/theme/mantine-styles.ts'), 'utf8');
  const sources = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const used = new Set<string>();
  for (const file of sources) {
    const text = readFileSync(join(RENDERER, file), 'utf8');
    for (const [, names = ''] of text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)) {
      for (const name of names.split(',')) used.add(name.trim().replace(/ as .*/, ''));
    }
  }
  const parts = [...used].flatMap((name) => [name, ...(PARTS[name] ?? [])]);
  const styled = [...new Set(parts)].filter((name) => sheets.has(`${name}.css`));
  expect(styled).toContain('Button');
  expect(styled.filter((name) => !loaded.includes(`/${name}.css'`))).toEqual([]);
});
