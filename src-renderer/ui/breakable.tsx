import { Fragment } from 'react';

/**
 * Where an address or a worker name may break: after `://`, `/`, `@`, `-` and `_`, before `.` and
 * `:`. Numbers, units, times and sentences do not break at theirs.
 */
const BREAKS =
  /(?<=:\/\/|[^:/]\/|[@_-])(?<!\d[ \u00a0]\p{L}{1,2}\/)(?=\S)|(?<=[^\s/])(?!(?<=\d)(?:\.\d|:\d\d(?!\d)))(?=[.:][^\s/])/u;

/** The parts of a text between which it may break. */
export function breakableParts(text: string): string[] {
  return text.split(BREAKS);
}

/** A text with addresses that breaks between their parts, and within one only where that is too long. */
export function Breakable({ text }: { text: string }) {
  const seen = new Map<string, number>();
  return breakableParts(text).map((part) => {
    const times = (seen.get(part) ?? 0) + 1;
    seen.set(part, times);
    return (
      <Fragment key={`${part} ${times}`}>
        {part}
        <wbr />
      </Fragment>
    );
  });
}
