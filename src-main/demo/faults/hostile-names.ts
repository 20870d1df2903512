/** Hostile names for a miner: markup, spreadsheet formulas, control and direction characters. */
const WEIRD_NAMES = [
  '<script>alert("miner")</script>',
  '=HYPERLINK("http://example.invalid/","click")',
  'bell\u0007 escape\u001b[31m null\u0000 end',
  '\u202egnp.renim',
  '"><img src=x onerror=alert(1)>',
  '@SUM(1+1)*cmd|" /C calc"!A0',
  "Robert'); DROP TABLE miners;--",
  `${'very'.repeat(60)}-long-name`,
  '../../etc/passwd',
  '\ud83d\ude80\u200b\ufeff miner',
  '-1+1',
  '__proto__',
] as const;

export function weirdName(index: number): string {
  return WEIRD_NAMES[index % WEIRD_NAMES.length] as string;
}
