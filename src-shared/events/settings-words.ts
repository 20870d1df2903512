import type { EventOf } from '../model/index.ts';
import { changedWords } from './changed-words.ts';

const NETWORKS = 'network.subnets';

const ACTING = 'actions.enabled';

/**
 * Whether miners may be changed, networks as what was added and removed, others by their names, with
 * their old and new values.
 */
export function settingsWords({ changes, in_file }: EventOf<'settings_changed'>['data']): string {
  const where = in_file ? ' in config.json' : '';
  const acting = changes.find(({ path }) => path === ACTING);
  if (acting !== undefined && changes.length === 1) {
    return acting.after === true ? `Changes on miners allowed${where}` : `Changes on miners switched off${where}`;
  }
  const networks = changes.find(({ path }) => path === NETWORKS);
  if (networks !== undefined && changes.length === 1) {
    const [before, after] = [listOf(networks.before), listOf(networks.after)];
    const steps = [
      ...after.filter((text) => !before.includes(text)).map((text) => `+${text}`),
      ...before.filter((text) => !after.includes(text)).map((text) => `−${text}`),
    ];
    if (steps.length > 0) return `Networks changed${where}: ${steps.join(', ')}`;
  }
  if (changes.length === 0) return 'Settings saved without changes';
  return `Settings changed${where}: ${changedWords(changes, settingName)}`;
}

/** A unit at the end of the name of a setting. */
const UNIT = /_(?:c|ms|percent|kw)$/;

/** A setting in words, by its path: "hot chip limit", "retention: status days". */
function settingName(path: string): string {
  const [section = '', ...rest] = path.split('.');
  const words = (text: string): string => text.replace(UNIT, '').replaceAll('_', ' ');
  if (rest.length === 0) return words(section);
  const name = rest.map(words).join(' ');
  return section === 'thresholds' ? `${name} limit` : `${words(section)}: ${name}`;
}

function listOf(value: EventOf<'settings_changed'>['data']['changes'][number]['before']): readonly string[] {
  return Array.isArray(value) ? value : [];
}
