import { MOST_TARGET_ADDRESSES } from '../../../src-shared/limits/target-limits.ts';
import { SCAN_BOUNDS } from '../../../src-shared/setting-defaults/scan.ts';
import { countText } from '../../../src-shared/text/count-text.ts';
import { USAGE } from './usage.ts';

type CommandName = keyof typeof USAGE;

const WORDS: Readonly<Record<string, string>> = {
  for: 'pause: resume the miners after so long, such as 30m, 1h or 1h30m',
  until: 'pause: resume the miners at a time, such as 14:30 or 2026-01-31T14:30',
  'allow-untuned': 'also presets that the miner has not tuned: it hashes less while it tunes',
  concurrency: 'connections at once; as many as this computer and the network allow if left out',
  config: 'the configuration file; config.json in the data folder if left out',
  data: "the data folder; the desktop app's if left out",
  'dry-run': 'show what would be done, and do nothing',
  empty: 'start with an empty database',
  faults: 'faults of the simulated miners: see "powerhive sim --help"',
  file: 'a file with one password a line; standard input if left out',
  force: `also targets of more than ${countText(MOST_TARGET_ADDRESSES, 'address', 'addresses')}, and public addresses`,
  format: 'csv (default) or parquet',
  from: 'the beginning, such as 2026-01-31 (local) or 2026-01-31T22:10Z; the oldest reading if left out',
  headless: 'in a browser, without a window',
  history: 'keep (default) or drop its history',
  json: 'the result as JSON on standard output',
  miners: 'how many simulated miners',
  'no-mark': 'without the byte order mark by which spreadsheets recognize UTF-8',
  out: 'the file to write; - is standard output',
  undo: 'put a miner that was replaced back in its place',
  overwrite: 'replace the file if it is there already',
  port: 'the TCP port of REST and screens; 0 takes a free one',
  'probe-timeout-ms': `how long a host that accepts may take to say what it is (default ${SCAN_BOUNDS.miner_probe_timeout_ms.byDefault})`,
  seed: 'a whole number: the same number makes the same farm',
  separator: 'comma, semicolon or tab between cells',
  set: 'a value of the action, such as preset=3000; may be repeated',
  state: 'only incidents in this state',
  'time-scale': '10 makes simulated time pass ten times as fast',
  'timeout-ms': `how long an address may take to accept a connection (default ${SCAN_BOUNDS.light_scan_timeout_ms.byDefault})`,
  to: 'the end; now if left out',
  what: 'statuses (default) or chips',
  'without-secrets': 'leave out passwords, keys and access tokens: for a backup of another computer',
  yes: 'do it without asking',
};

/** The options that mean something else for one command. */
const OF_COMMAND: Partial<Record<CommandName, Readonly<Record<string, string>>>> = {
  'pause-end': {
    for: 'resume the miners after so long from now, such as 30m, 1h or 1h30m',
    until: 'resume the miners at a time, such as 14:30 or 2026-01-31T14:30',
    none: 'do not resume them: they stay paused until someone does',
  },
  demo: { data: 'a folder that keeps its data and its miners; if left out, both are deleted at the end' },
};

/** The options of a command's usage line, in its order, each with an explanation. */
export function optionLines(name: CommandName): string {
  const options = [...USAGE[name].matchAll(/--([a-z-]+)(?: ([A-Za-z][^\]\s]*))?/g)];
  const titles = options.map(([, option, value]) => `--${option}${value === undefined ? '' : ` ${valueTitle(value)}`}`);
  const width = Math.max(0, ...titles.map((title) => title.length));
  return titles
    .map((title, index) => `  ${title.padEnd(width)}  ${explain(name, options[index]?.[1] ?? '')}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}

function explain(name: CommandName, option: string): string {
  return OF_COMMAND[name]?.[option] ?? WORDS[option] ?? '';
}

/** `WORD` if the usage line already lists the values. */
function valueTitle(value: string): string {
  return value.includes('|') && !value.includes('FILE') ? 'WORD' : value;
}
