import { numberText } from '../../../src-shared/text/count-text.ts';

/** Texts around the settings; those of their sections are in the folders of these. */
export const settingsTexts = {
  title: 'Settings',
  index: {
    label: 'Sections of the settings',
    search: 'Find a setting',
    none: (words: string): string => `No setting for "${words}"`,
  },
  /** Other words by which the palette finds a section. */
  also: {
    temperature: 'celsius fahrenheit degrees units °F °C',
    networks: 'subnets ranges scan addresses targets',
    passwords: 'unlock default web ui',
    intervals: 'polling seconds scan every',
    monitoring: 'manage new miners automatically require max preset',
    thresholds: 'limits alarm alert rules mark hot chip overheating temperature hash rate percent rejected',
    actions: 'acting restart reboot jobs allow',
    poolsSeen: 'own mine foreign pool account confirm thief',
    ownPools: 'own foreign pool account forget',
    channels: 'notify telegram slack discord e-mail email smtp webhook mqtt ntfy escalation quiet hours',
    destinations: 'export prometheus victoriametrics grafana postgres timescale remote write',
    money: 'price currency cost earnings electricity kwh limit dollar euro',
    site: 'farm name',
    sites: 'other computers remote halls',
    tokens: 'api key script',
    retention: 'days keep delete disk',
    rest: 'api openapi json port metrics curl',
    login: 'autostart boot start with windows',
    desktopApp: 'quiet hours autostart boot secrets version',
  },
  ofSite: (name: string): string =>
    `${name} is another computer: its settings are changed there. Choose "This computer" above for the settings of this one.`,
  about: 'Stored in config.json in the data folder.',
  presets: 'Presets',
  loading: 'Loading settings',
  failed: "Couldn't load the settings",
  version: (version: string): string => `PowerHive ${version} · {licences}`,
  theme: { title: 'Theme', about: 'For this window only.', auto: 'System', light: 'Light', dark: 'Dark' },

  bounds: (least: number, most: number, byDefault: number): string =>
    `${numberText(least)} to ${numberText(most)}, default ${numberText(byDefault)}`,
  outside: (least: number, most: number): string => `A whole number from ${numberText(least)} to ${numberText(most)}`,
  defaults: 'Back to the defaults',
  saved: 'Saved',
} as const;
