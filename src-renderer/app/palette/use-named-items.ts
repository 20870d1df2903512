import { useLocation } from 'wouter';
import { modelWords } from '../../../src-shared/text/model-words.ts';
import { useLive } from '../../api/use-powerhive.ts';
import { wantedSection } from '../../api/wanted-section.ts';
import { modelQuery } from '../../features/fleet/search/fleet-filter.ts';
import { useSavedViews } from '../../features/fleet/views/use-saved-views.ts';
import { settingsSections } from '../../features/settings/settings-sections.ts';
import { useSettingsOf } from '../../features/settings/use-settings-of.ts';
import { appTexts } from '../app-texts.ts';
import { matchItems, type PaletteItem } from './match-items.ts';

const texts = appTexts.palette;

/** Saved views, models and settings, found by name only, to keep the list short without a text. */
export function useNamedItems(
  text: string,
  showFleet: (query: string, viewId?: string | null) => void,
): readonly PaletteItem[] {
  const [, navigate] = useLocation();
  const settingsOf = useSettingsOf();
  const models = useLive((view) => view.models);
  const own = useSavedViews().own;
  if (text.trim() === '') return [];
  const items = [
    ...own.map((view) => ({
      id: `view-${view.id}`,
      label: view.name,
      detail: texts.view,
      also: view.text,
      run: () => showFleet(view.text, view.id),
    })),
    ...models.map(({ alias, name, miner_count }) => ({
      id: `model-${alias}`,
      label: modelWords(name),
      detail: texts.model(miner_count),
      also: alias,
      run: () => showFleet(modelQuery(alias)),
    })),
    ...settingsSections(settingsOf).map(({ title, about, also }) => ({
      id: `setting-${title}`,
      label: texts.setting(title),
      detail: '',
      also: `${about} ${also ?? ''}`,
      run: () => {
        navigate('/settings');
        wantedSection.set(title);
      },
    })),
  ];
  return matchItems(items, text);
}
