const number = new Intl.NumberFormat('en');

/** An integer with separators: "1,204". */
export function numberText(count: number): string {
  return number.format(count);
}

/** A number with its noun: "1 miner", "1,204 miners". */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}
