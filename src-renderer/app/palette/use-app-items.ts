import { useMantineColorScheme } from '@mantine/core';
import { useLocation } from 'wouter';
import { FARM_COUNTS } from '../../../src-shared/miner/farm-sums.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { COUNT_QUERIES } from '../../features/fleet/search/fleet-filter.ts';
import { sortWholeFleet } from '../../features/fleet/views/use-saved-views.ts';
import { WALL_PATH } from '../../features/overview/overview-location.ts';
import { RACKS_PATH } from '../../features/racks/racks-location.ts';
import { SCHEMES } from '../../features/settings/color-schemes.ts';
import { appTexts } from '../app-texts.ts';
import { SCREENS } from '../screens.ts';
import { ownItems, type PaletteItem } from './match-items.ts';

const texts = appTexts.palette;
const UNPLACED = 'place:none';

/** Screens that have no entry in the rail. */
const PLACES = [
  { path: RACKS_PATH, label: texts.racks, also: texts.racksAlso },
  { path: WALL_PATH, label: texts.wall, also: texts.wallAlso },
  { path: '/incidents/rules', label: texts.rules, also: texts.rulesAlso },
  { path: '/incidents/maintenance', label: texts.maintenance, also: texts.maintenanceAlso },
  { path: '/fleet', label: texts.fleetFiles, also: texts.fleetFilesAlso },
  { path: '/models', label: texts.presets, also: texts.presetsAlso },
  { path: '/settings/api', label: texts.api, also: texts.apiAlso },
] as const;

/** The screens of the rail, and what the app itself does: the same for every text. */
export function useAppItems(props: {
  onRescan: () => void;
  onKeys: () => void;
  onBackUp: () => void;
  showFleet: (query: string) => void;
}): { readonly screens: readonly PaletteItem[]; readonly actions: readonly PaletteItem[] } {
  const [, navigate] = useLocation();
  const { site } = usePowerHive();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const screens = SCREENS.map(({ path, name, letter }) => ({
    id: path,
    label: name,
    detail: texts.goTo(letter),
    run: () => navigate(path),
  }));
  const actions = [
    { id: 'rescan', label: texts.scan, detail: 'r', run: props.onRescan },
    ...FARM_COUNTS.map((count) => ({
      id: `show-${count}`,
      label: texts.show[count],
      detail: COUNT_QUERIES[count],
      ...(count === 'unmanaged' && { also: texts.newAlso }),
      run: () => props.showFleet(COUNT_QUERIES[count]),
    })),
    {
      id: 'unplaced',
      label: texts.unplaced,
      detail: UNPLACED,
      also: texts.newAlso,
      run: () => props.showFleet(UNPLACED),
    },
    {
      id: 'hottest',
      label: texts.hottest,
      detail: '',
      also: texts.hottestAlso,
      run: () => {
        sortWholeFleet({ column: 'chip_temp', descending: true });
        props.showFleet('');
      },
    },
    ...PLACES.map(({ path, label, also }) => ({ id: path, label, detail: '', also, run: () => navigate(path) })),
    ...ownItems(site !== null, () => props.onBackUp()),
    ...SCHEMES.map(({ value }) => ({
      id: `theme-${value}`,
      label: value === colorScheme ? texts.currentTheme(texts.theme[value]) : texts.theme[value],
      detail: '',
      run: () => setColorScheme(value),
    })),
    { id: 'keys', label: texts.keys, detail: '?', also: texts.keysAlso, run: props.onKeys },
  ];
  return { screens, actions };
}
