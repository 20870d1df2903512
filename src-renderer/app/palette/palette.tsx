import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import { useMinersNow } from '../../api/use-miners-now.ts';
import { useMoment } from '../../api/use-moment.ts';
import { useOpenIncidents } from '../../api/use-open-incidents.ts';
import { wantedPalette } from '../../api/wanted-palette.ts';
import { wantedView } from '../../features/fleet/views/wanted-view.ts';
import type { LeavingMiner } from '../../features/remove-miner/miner-question.tsx';
import { useBackUp } from '../../features/settings/computer/use-back-up.ts';
import { formatHash } from '../../ui/hash-location.ts';
import { appTexts } from '../app-texts.ts';
import {
  byBeginning,
  matchIncidents,
  matchItems,
  matchMiners,
  type PaletteItem,
  searchItems,
  stateItems,
  whereabouts,
} from './match-items.ts';
import classes from './palette.module.css';
import { palette, paletteStore, useSelectedItem } from './palette-selection.ts';
import { useAppItems } from './use-app-items.ts';
import { useMinerActions } from './use-miner-actions.ts';
import { useNamedItems } from './use-named-items.ts';

const texts = appTexts.palette;

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
  const [, navigate] = useLocation();
  /** Leaves the saved view: otherwise only its search would change, and its layout stay. */
  const showFleet = (query: string, viewId: string | null = null): void => {
    wantedView.set({ id: viewId });
    navigate(formatHash({ path: '/fleet', text: query }));
  };
  const miners = useMinersNow();
  const moment = useMoment();
  const { screens, actions } = useAppItems({ ...props, showFleet });
  const { begun: verbs, others: otherActions } = byBeginning(useMinerActions(miners, text, props.onLeave), text);
  const named = useNamedItems(text, showFleet);
  const found: readonly PaletteItem[] = matchMiners(miners, text).map((miner) => ({
    id: miner.id,
    label: minerName(miner),
    detail: whereabouts(miner),
    run: () => navigate(`/fleet/${miner.id}`),
  }));
  const problems = matchIncidents(useOpenIncidents(), text, navigate);
  useSelectedItem(text.trim() !== '');
  const states = stateItems(miners, text, moment, showFleet);
  const groups = [
    // "restart" is meant for the selected or the opened miner, whatever problem is called so, too.
    { label: texts.forMiners, items: verbs },
    { label: texts.miners, items: [...states.some, ...searchItems(miners, text, moment, showFleet), ...found] },
    { label: texts.problems, items: problems },
    { label: texts.screens, items: matchItems(screens, text) },
    { label: texts.actions, items: [...otherActions, ...matchItems(actions, text)] },
    { label: texts.named, items: named },
    { label: texts.ofNoMiner, items: states.none },
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
