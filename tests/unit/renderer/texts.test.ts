// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources under test are strings
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../../src-renderer');

/** Attributes whose strings are neither displayed nor read aloud. */
const UNSEEN =
  /^(?:aria-(?:activedescendant|atomic|autocomplete|checked|controls|current|describedby|expanded|haspopup|hidden|invalid|labelledby|level|live|pressed|selected|sort)|autoComplete|clampBehavior|class(?:Name)?|color|component|aria-multiselectable|d|defaultColorScheme|enterKeyHint|fill|href|id|justify|key|mode|mt|name|padding|points|position|preserveAspectRatio|rel|role|rx|scope|section|shape|shortcut|size|stroke|style|target|to|path|tone|type|variant|viewBox|width|height|transform|data-[\w-]+)$/;

/** Two words or more, or one that begins with a capital: text for users. */
const PROSE = /\p{L}{2,}['’]?\s+\p{L}|^\p{Lu}\p{Ll}+$/u;
const LETTERS = /\p{L}/u;
/** Names of keys, of platform modes and the like, and text that is searched but not shown. */
const NOT_SHOWN =
  /^(?:Escape|Enter|Tab|Delete|Backspace|Home|End|PageUp|PageDown|Arrow(?:Up|Down|Left|Right)|TimeoutError|NotConnectedError|UserPool|"resolved by")$/;

const FONTS = /sans-serif$/;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** The user-visible strings of a source file, each as `line: text`. */
function textsIn(code: string, file: string): string[] {
  const { program } = parseSync(file, code);
  const found: string[] = [];
  const add = (node: Node, text: string): void => {
    found.push(`${code.slice(0, node.start).split('\n').length}: ${text.trim().replaceAll(/\s+/g, ' ')}`);
  };
  const isComponent = file.endsWith('.tsx');
  const visit = (node: unknown, parent: Node | null, seen: boolean): void => {
    if (Array.isArray(node)) {
      for (const each of node) visit(each, parent, seen);
      return;
    }
    if (!isNode(node)) return;
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'TSLiteralType':
      case 'ThrowStatement':
        return;
      case 'JSXAttribute': {
        const { name } = node['name'] as unknown as { name: string };
        if (!UNSEEN.test(name)) visit(node['value'], node, true);
        return;
      }
      case 'JSXText':
        if (LETTERS.test(String(node['value']))) add(node, String(node['value']));
        return;
      case 'Literal': {
        const { value } = node;
        if (typeof value !== 'string' || NOT_SHOWN.test(value) || FONTS.test(value)) return;
        const isName = parent?.type === 'MemberExpression' || (parent?.type === 'Property' && parent['key'] === node);
        const isAttribute = parent?.type === 'JSXAttribute';
        if (!isName && (isAttribute && seen ? LETTERS.test(value) : PROSE.test(value))) add(node, value);
        return;
      }
      case 'TemplateLiteral': {
        const quasis = node['quasis'] as { value: { cooked: string } }[];
        const words = quasis.map(({ value }) => value.cooked).join('…');
        if (words.startsWith('/')) return;
        if (isComponent && seen ? LETTERS.test(words) : PROSE.test(words)) add(node, words);
        visit(node['expressions'], node, seen);
        return;
      }
    }
    for (const [key, child] of Object.entries(node)) if (key !== 'type') visit(child, node, seen);
  };
  visit(program, null, false);
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !/-texts\.ts$/.test(file) && !file.endsWith('.d.ts'),
);

describe('what the screens say', () => {
  it('stands in the texts file of its feature, and in no component', () => {
    expect(files.length).toBeGreaterThan(150);
    const found = files.flatMap((file) =>
      textsIn(readFileSync(join(root, file), 'utf8'), file).map((text) => `${file}:${text}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    ['<p>Hello</p>', ['1: Hello']],
    ['<p>{count} miners</p>', ['1: miners']],
    ['<p aria-label="Miners" className="big box" />', ['1: Miners']],
    ['<p title={`Sort by ${name}`} />', ['1: Sort by …']],
    ["<Item label={on ? 'Manage it' : texts.off} />", ['1: Manage it']],
    ["toast('The scan did not start')", ['1: The scan did not start']],
    ["const COLUMNS = [{ title: 'Power' }]", ['1: Power']],
    ['const words = `${count} miners are offline`', ['1: … miners are offline']],
    ["event.key === 'Escape' && <p className={`${a} ${b}`}>{texts.hello}</p>", []],
    ["throw new Error('is called outside of its context')", []],
  ])('is found in %s', (code, expected) => {
    expect(textsIn(code, 'sample.tsx')).toEqual(expected);
  });
});
