import { hasAllWords } from '../../ui/has-all-words.ts';
import { jobsTexts } from '../jobs/jobs-texts.ts';
import { sitesTexts } from '../sites/sites-texts.ts';
import { channelsTexts } from './channels/channels-texts.ts';
import { computerTexts } from './computer/computer-texts.ts';
import { destinationsTexts } from './destinations/destinations-texts.ts';
import { farmSettingsTexts } from './farm/farm-settings-texts.ts';
import { notificationsTexts } from './notifications/notifications-texts.ts';
import { settingsTexts } from './settings-texts.ts';
import { tokensTexts } from './tokens/tokens-texts.ts';

interface SettingsSection {
  readonly title: string;
  readonly about: string;
  /** Other words by which it is found. */
  readonly also?: string;
}

const { also } = settingsTexts;

/** Settings of this computer that apply to every site. */
const OF_ANY_SITE: readonly SettingsSection[] = [settingsTexts.theme];

/** The sections of every computer by title, in the order of the screen. */
const OF_COMPUTER: readonly SettingsSection[] = [
  ...OF_ANY_SITE,
  { ...farmSettingsTexts.temperature, also: also.temperature },
  { ...farmSettingsTexts.networks, also: also.networks },
  { ...farmSettingsTexts.passwords, also: also.passwords },
  { ...farmSettingsTexts.intervals, also: also.intervals },
  { ...farmSettingsTexts.monitoring, also: also.monitoring },
  { ...farmSettingsTexts.thresholds, also: also.thresholds },
  { ...jobsTexts.settings, also: also.actions },
  { ...farmSettingsTexts.poolsSeen, also: also.poolsSeen },
  { ...farmSettingsTexts.ownPools, also: also.ownPools },
  { ...channelsTexts, also: also.channels },
  { ...destinationsTexts, also: also.destinations },
  { ...farmSettingsTexts.money, also: also.money },
  { ...farmSettingsTexts.site, also: also.site },
  { ...sitesTexts, also: also.sites },
  { ...tokensTexts, also: also.tokens },
  { ...computerTexts.retention, also: also.retention },
  computerTexts.backups,
];

const REST: SettingsSection = { ...computerTexts.rest, also: also.rest };
const OF_DESKTOP: readonly SettingsSection[] = [
  notificationsTexts.notifications,
  REST,
  { ...computerTexts.login, also: also.login },
  computerTexts.secrets,
  computerTexts.updates,
];
const { title, about, only, start, secrets } = computerTexts.desktopApp;
const OF_SERVER: readonly SettingsSection[] = [
  REST,
  { title, about, also: [only, start, secrets, also.desktopApp].join(' ') },
];

/** Whose settings are shown: those of another site, of this desktop app, or of this server. */
export type SettingsOf = 'site' | 'desktop' | 'server';

/** The sections on the screen; the settings of another site are not shown here. */
export function settingsSections(of: SettingsOf): readonly SettingsSection[] {
  return of === 'site' ? OF_ANY_SITE : [...OF_COMPUTER, ...(of === 'desktop' ? OF_DESKTOP : OF_SERVER)];
}

/** The sections with all of these words in their title, their description or their other words. */
export function findSections(words: string, of: SettingsOf): readonly SettingsSection[] {
  return settingsSections(of).filter(({ title, about, also = '' }) => hasAllWords(`${title} ${about} ${also}`, words));
}
