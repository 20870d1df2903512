/**
 * The cells of a CSV text, line by line: separated by whichever of comma, semicolon and tab its
 * first line has most of; in quotes a separator, a line break and a doubled quote are text.
 */
export function csvCells(text: string): string[][] {
  const plain = text.replace(/^\uFEFF/, '');
  const first = plain.slice(0, plain.search(/[\r\n]|$/));
  const parts = (separator: string): number => first.split(separator).length;
  const separator = [',', ';', '\t'].reduce((best, one) => (parts(one) > parts(best) ? one : best));
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < plain.length; at++) {
    const character = plain.charAt(at);
    if (quoted) {
      if (character !== '"') cell += character;
      else if (plain.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === separator) {
      line.push(cell);
      cell = '';
    } else if (character === '\n') {
      lines.push([...line, cell]);
      line = [];
      cell = '';
    } else if (character !== '\r') cell += character;
  }
  return cell === '' && line.length === 0 ? lines : [...lines, [...line, cell]];
}
