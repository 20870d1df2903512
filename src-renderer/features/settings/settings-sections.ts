import { jobsTexts } from '../jobs/jobs-texts.ts';
import { sitesTexts } from '../sites/sites-texts.ts';
import { channelsTexts } from './channels/channels-texts.ts';
import { destinationsTexts } from './destinations/destinations-texts.ts';
import { settingsTexts } from './settings-texts.ts';
import { tokensTexts } from './tokens/tokens-texts.ts';

/** Each matter of the settings by its title, in the order of the screen. */
export const SETTINGS_SECTIONS: readonly { readonly title: string; readonly about: string }[] = [
  settingsTexts.theme,
  settingsTexts.networks,
  settingsTexts.passwords,
  settingsTexts.intervals,
  settingsTexts.monitoring,
  jobsTexts.settings,
  channelsTexts,
  destinationsTexts,
  settingsTexts.money,
  settingsTexts.site,
  sitesTexts,
  tokensTexts,
  settingsTexts.retention,
  settingsTexts.backups,
  settingsTexts.notifications,
  settingsTexts.rest,
  settingsTexts.login,
  settingsTexts.secrets,
  settingsTexts.updates,
];
