import type { EventOf, Settings } from '../../src-shared/model/index.ts';

type SettingChange = EventOf<'settings_changed'>['data']['changes'][number];

/**
 * The differences between two configurations, by the path of the setting, such as
 * `network.subnets`. A missing setting is null.
 */
export function settingChanges(before: Settings, after: Settings): SettingChange[] {
  const [old, next] = [leaves(before), leaves(after)];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((path) => {
    const change = { path, before: old.get(path) ?? null, after: next.get(path) ?? null };
    return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [change];
  });
}

/** Whether the settings still have the values that the changes set. */
export function isInForce(changes: readonly SettingChange[], settings: Settings): boolean {
  const now = leaves(settings);
  return changes.every(({ path, after }) => JSON.stringify(now.get(path) ?? null) === JSON.stringify(after));
}

function leaves(value: object, path = ''): Map<string, SettingChange['after']> {
  const found = new Map<string, SettingChange['after']>();
  for (const [key, part] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (Array.isArray(part))
      found.set(
        at,
        part.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))),
      );
    else if (typeof part === 'object' && part !== null) for (const [to, leaf] of leaves(part, at)) found.set(to, leaf);
    else found.set(at, part);
  }
  return found;
}
