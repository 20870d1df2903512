import { useMantineColorScheme } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { FARM_COUNTS } from '../../src-shared/miner/farm-sums.ts';
import { minerName } from '../../src-shared/miner/miner-name.ts';
import { modelWords } from '../../src-shared/text/model-words.ts';
import { useMinersNow } from '../api/use-miners-now.ts';
import { useMoment } from '../api/use-moment.ts';
import { useOpenIncidents } from '../api/use-open-incidents.ts';
import { useLive, usePowerHive } from '../api/use-powerhive.ts';
import { compareWith, wantedPalette } from '../api/wanted-palette.ts';
import { wantedSection } from '../api/wanted-section.ts';
import { selectionActions } from '../features/fleet/bulk/selection-actions.ts';
import { COUNT_QUERIES, modelQuery } from '../features/fleet/search/fleet-filter.ts';
import { useSavedViews } from '../features/fleet/views/use-saved-views.ts';
import { wantedView } from '../features/fleet/views/wanted-view.ts';
import { chosenMiners } from '../features/jobs/actions/chosen-miners.ts';
import { useAct, useIsActing } from '../features/jobs/actions/use-act.ts';
import { VERBS, type Verb } from '../features/jobs/actions/verbs.ts';
import { jobsTexts } from '../features/jobs/jobs-texts.ts';
import { WALL_PATH } from '../features/overview/overview-location.ts';
import { RACKS_PATH } from '../features/racks/racks-location.ts';
import type { LeavingMiner } from '../features/remove-miner/miner-question.tsx';
import { SCHEMES } from '../features/settings/color-schemes.ts';
import { useBackUp } from '../features/settings/computer/use-back-up.ts';
import { settingsSections } from '../features/settings/settings-sections.ts';
import { useSettingsOf } from '../features/settings/use-settings-of.ts';
import { formatHash, useHashText } from '../ui/hash-location.ts';
import { appTexts } from './app-texts.ts';
import {
  matchIncidents,
  matchItems,
  matchMiners,
  ownItems,
  type PaletteItem,
  removalRequest,
  searchItems,
  stateItems,
  whereabouts,
} from './match-palette.ts';
import { openMinerId } from './open-miner.ts';
import classes from './palette.module.css';
import { comparisonItems } from './palette-comparisons.ts';
import { palette, paletteStore, useSelectedItem } from './palette-selection.ts';
import { SCREENS } from './screens.ts';

const texts = appTexts.palette;
const VERB_KEYS: Partial<Readonly<Record<Verb, string>>> = texts.verbKeys;

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

/** Actions that the palette offers and its owner performs. */
export interface PaletteProps {
  readonly onRescan: () => void;
  readonly onKeys: () => void;
  readonly onLeave: (leaving: LeavingMiner) => void;
}

/**
 * Command palette: Ctrl or Cmd with K, a few letters, Enter. `openNow`: the key was pressed before
 * the palette was there to hear it.
 */
export function Palette(props: PaletteProps & { openNow: boolean }) {
  const [text, setText] = useState('');
  const { openNow } = props;
  useEffect(() => {
    if (openNow) palette.open();
  }, [openNow]);
  const wanted = useSyncExternalStore(wantedPalette.subscribe, wantedPalette.get);
  useEffect(() => {
    if (wanted === null) return;
    wantedPalette.set(null);
    setText(wanted.text);
    palette.open();
  }, [wanted]);
  // Here, so that the backup continues when the palette is closed.
  const { mutate: backUp } = useBackUp();
  return (
    <Spotlight.Root
      store={paletteStore}
      query={text}
      onQueryChange={setText}
      shortcut="mod + K"
      tagsToIgnore={[]}
      triggerOnContentEditable
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 0 }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.45 }}
      attributes={{ content: { 'aria-label': texts.label } }}
    >
      <Spotlight.Search
        // At once: the first letters come before the library moves the focus.
        autoFocus
        aria-label={texts.label}
        placeholder={texts.placeholder}
        leftSection={<IconSearch size={15} />}
      />
      <Spotlight.ActionsList>
        <Results {...props} text={text} onBackUp={backUp} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** Items that match the text. Mounted only while the palette is open. */
function Results(props: PaletteProps & { text: string; onBackUp: () => void }) {
  const { text } = props;
  const [path, navigate] = useLocation();
  const { site } = usePowerHive();
  const settingsOf = useSettingsOf();
  /** Leaves the saved view: otherwise only its search would change, and its layout stay. */
  const showFleet = (query: string, viewId: string | null = null): void => {
    wantedView.set({ id: viewId });
    navigate(formatHash({ path: '/fleet', text: query }));
  };
  const hashText = useHashText();
  const miners = useMinersNow();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const screens = matchItems(
    SCREENS.map(({ path, name, letter }) => ({
      id: path,
      label: name,
      detail: texts.goTo(letter),
      run: () => navigate(path),
    })),
    text,
  );
  const actions = matchItems(
    [
      { id: 'rescan', label: texts.scan, detail: 'r', run: props.onRescan },
      ...FARM_COUNTS.map((count) => ({
        id: `show-${count}`,
        label: texts.show[count],
        detail: COUNT_QUERIES[count],
        run: () => showFleet(COUNT_QUERIES[count]),
      })),
      ...PLACES.map(({ path, label, also }) => ({ id: path, label, detail: '', also, run: () => navigate(path) })),
      ...ownItems(site !== null, () => props.onBackUp()),
      ...SCHEMES.map(({ value }) => ({
        id: `theme-${value}`,
        label: value === colorScheme ? texts.currentTheme(texts.theme[value]) : texts.theme[value],
        detail: '',
        run: () => setColorScheme(value),
      })),
      { id: 'keys', label: texts.keys, detail: '?', also: texts.keysAlso, run: props.onKeys },
    ],
    text,
  );
  const models = useLive((view) => view.models);
  const own = useSavedViews().own;
  /** Found by name only, to keep the list short without a text. */
  const named =
    text.trim() === ''
      ? []
      : matchItems(
          [
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
          ],
          text,
        );
  const asked = removalRequest(text);
  const openId = openMinerId(path);
  const open = miners.find(({ id }) => id === openId);
  const meant =
    asked === null ? [] : asked.whom !== '' ? matchMiners(miners, asked.whom) : open === undefined ? [] : [open];
  const leavings = meant.map((miner) => ({
    id: `leave-${miner.id}`,
    label: asked?.how === 'remove' ? texts.remove(minerName(miner)) : texts.replace(minerName(miner)),
    detail: whereabouts(miner),
    run: () => asked !== null && props.onLeave({ how: asked.how, miner }),
  }));
  const comparisons = comparisonItems(miners, text, open, navigate);
  const compare: readonly PaletteItem[] =
    open === undefined || comparisons.length > 0
      ? []
      : matchItems(
          [
            {
              id: 'compare',
              label: texts.compareWith(minerName(open)),
              detail: '',
              also: texts.compareAlso,
              staysOpen: true,
              run: () => wantedPalette.set({ text: compareWith(open) }),
            },
          ],
          text,
        );
  const isActing = useIsActing();
  const act = useAct();
  const chosen = useSyncExternalStore(chosenMiners.subscribe, chosenMiners.get);
  const meantIds = chosen.length > 0 ? chosen : open === undefined ? [] : [open.id];
  const verbs =
    isActing !== true || meantIds.length === 0
      ? []
      : matchItems(
          VERBS.map((verb) => {
            const name = jobsTexts.verbs[verb].replace(/ …$/, '');
            return {
              id: `verb-${verb}`,
              label:
                chosen.length > 0 || open === undefined
                  ? jobsTexts.palette.selected(name, meantIds.length)
                  : jobsTexts.palette.one(name, minerName(open)),
              detail: VERB_KEYS[verb] ?? '',
              run: () => act(verb, meantIds, hashText),
            };
          }),
          text,
        );
  const selection = useSyncExternalStore(selectionActions.subscribe, selectionActions.get);
  const ofSelection = matchItems(
    selection.map((action) => ({ ...action, id: `selection-${action.id}`, detail: '' })),
    text,
  );
  const found: readonly PaletteItem[] = matchMiners(miners, text).map((miner) => ({
    id: miner.id,
    label: minerName(miner),
    detail: whereabouts(miner),
    run: () => navigate(`/fleet/${miner.id}`),
  }));
  const moment = useMoment();
  const searched = searchItems(miners, text, moment, showFleet);
  const problems = matchIncidents(useOpenIncidents(), text, navigate);
  useSelectedItem(text.trim() !== '');
  const groups = [
    {
      label: texts.miners,
      items: [...stateItems(miners, text, moment, showFleet), ...searched, ...found],
    },
    { label: texts.problems, items: problems },
    { label: texts.screens, items: screens },
    { label: texts.actions, items: [...verbs, ...ofSelection, ...comparisons, ...compare, ...leavings, ...actions] },
    { label: texts.named, items: named },
  ];

  return (
    <>
      {groups.map((group) => (
        <Group key={group.label} {...group} />
      ))}
      {groups.every(({ items }) => items.length === 0) && (
        <Spotlight.Empty>{texts.nothing(text.trim())}</Spotlight.Empty>
      )}
    </>
  );
}

function Group({ label, items }: { label: string; items: readonly PaletteItem[] }) {
  if (items.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label={label}>
      {items.map(({ id, label: name, detail, run, staysOpen = false }) => (
        <Spotlight.Action key={id} className={classes.item} closeSpotlightOnTrigger={!staysOpen} onClick={run}>
          <span className={classes.name}>{name}</span>
          <span className={classes.detail}>{detail}</span>
        </Spotlight.Action>
      ))}
    </Spotlight.ActionsGroup>
  );
}
