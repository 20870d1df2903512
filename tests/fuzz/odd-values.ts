import fc from 'fast-check';

/**
 * Texts that mean something to a browser, a shell, a database, a terminal, a path, a spreadsheet,
 * or a careless program.
 */
export const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\u001b[2J',
  'a\r\nb: c',
  '\u202eabc\u2066',
  '\ufeff',
  '\ud800',
  'e\u0301\u{1f600}',
  '<script>x</script>',
  "' OR 1=1;--",
  '../../etc/passwd',
  '..%2f..%2f',
  '%00',
  '%E0%A4%A',
  '=1+1',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'NaN',
  '-0',
  '1e400',
  '9'.repeat(400),
  'x'.repeat(5000),
] as const;

export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

export const oddNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e21, 1e308, -1e308, 5e-324),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Any JSON value, the odd ones often. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: oddText, weight: 3 },
  { arbitrary: oddNumber, weight: 3 },
  fc.constantFrom(null, true, false, [], {}, [[]], [null], { a: { b: {} } }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Values as a sender may write them; those in the second list make the whole text no JSON. */
const JSON_LITERALS = [
  ...['null', 'true', '{}', '[]', '""', '-0', '0', '-1', '1e400', '-1e400', '1e-400', '9007199254740993', '1e308'],
  ...['123456789012345678901234567890', '"\\u0000"', '"\\ud800"', '"\\u001b[31m"', '"\\u202e"', '[[[[[[]]]]]]'],
  ...[
    '{"__proto__":{"a":1}}',
    `"${'y'.repeat(3000)}"`,
    `"${'y'.repeat(254)}\\ud83d\\ude80\\ud83d\\ude80"`,
    '"=1+1"',
    '"<b>"',
  ],
];
const NO_JSON_LITERALS = ['NaN', 'Infinity', "'x'", '01', '"\u001b"', 'undefined'];

/**
 * JSON text of which a few places were changed: mostly values, and now and then what a broken or
 * hostile sender does to the text itself.
 */
export function mangled(text: string): fc.Arbitrary<string> {
  const edit = (kinds: readonly string[], literals: readonly string[]) =>
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      kind: fc.constantFrom(...kinds),
      literal: fc.constantFrom(...literals),
      length: fc.nat({ max: 60 }),
      stray: fc.string({ unit: 'binary', maxLength: 3 }),
    });
  const sound = fc.array(edit(['value'], JSON_LITERALS), { minLength: 1, maxLength: 6 });
  const broken = edit(['value', 'cut', 'double', 'insert', 'swap'], NO_JSON_LITERALS);
  return fc
    .tuple(sound, fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, broken))
    .map(([edits, last]) => [...edits, ...(last === null ? [] : [last])].reduce(applyEdit, text));
}

/** A key with its colon, or a value that is no list and no object. */
const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null/g;

interface Edit {
  readonly at: number;
  readonly kind: string;
  readonly literal: string;
  readonly length: number;
  readonly stray: string;
}

function applyEdit(text: string, { at, kind, literal, length, stray }: Edit): string {
  const place = Math.floor(at * text.length);
  const end = place + length;
  switch (kind) {
    case 'cut':
      return text.slice(0, place) + text.slice(end);
    case 'double':
      return text.slice(0, end) + text.slice(place);
    case 'insert':
      return text.slice(0, place) + stray + text.slice(place);
    case 'swap':
      return text.slice(0, place) + text.slice(place, end).split('').reverse().join('') + text.slice(end);
    default: {
      const values = [...text.matchAll(TOKEN)].filter(([, colon]) => colon === undefined);
      const value = values[Math.floor(at * values.length)];
      return value === undefined
        ? text
        : text.slice(0, value.index) + literal + text.slice(value.index + value[0].length);
    }
  }
}
