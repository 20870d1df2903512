import { useMantineColorScheme } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { minerName } from '../../src-shared/miner-name.ts';
import { useMinersNow } from '../api/use-miners-now.ts';
import { COUNT_QUERIES, FLEET_COUNTS } from '../features/fleet/search/fleet-filter.ts';
import type { LeavingMiner } from '../features/miner-life/miner-question.tsx';
import { SCHEMES } from '../features/settings/schemes.ts';
import { useBackUp } from '../features/settings/use-back-up.ts';
import { parseFleetPath } from '../miner-model/fleet-place.ts';
import { formatPlace } from '../ui/hash-location.ts';
import classes from './palette.module.css';
import { leavingAsked, matchItems, matchMiners, type PaletteItem } from './palette-items.ts';
import { PLACES } from './places.ts';

/** Everything by its name: Ctrl or Cmd with K, a few letters, Enter. */
export function Palette(props: { onRescan: () => void; onKeys: () => void; onLeave: (leaving: LeavingMiner) => void }) {
  const [text, setText] = useState('');
  const [path, navigate] = useLocation();
  const miners = useMinersNow();
  const backUp = useBackUp();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const screens = matchItems(
    PLACES.map(({ path, name, letter }) => ({
      id: path,
      label: name,
      detail: `g ${letter}`,
      run: () => navigate(path),
    })),
    text,
  );
  const actions = matchItems(
    [
      { id: 'rescan', label: 'Rescan', detail: 'r', run: props.onRescan },
      ...FLEET_COUNTS.map((count) => ({
        id: `show-${count}`,
        label: `Show ${count === 'attention' ? 'miners that want attention' : `${count} miners`}`,
        detail: COUNT_QUERIES[count],
        run: () => navigate(formatPlace({ path: '/fleet', text: COUNT_QUERIES[count] })),
      })),
      { id: 'back-up', label: 'Back up now', detail: 'the database', run: () => backUp.mutate() },
      ...SCHEMES.map(({ value, text: scheme }) => ({
        id: `theme-${value}`,
        label: `${scheme} theme`,
        detail: value === colorScheme ? 'now' : '',
        run: () => setColorScheme(value),
      })),
      { id: 'keys', label: 'Show all keys', detail: '?', run: props.onKeys },
    ],
    text,
  );
  const asked = leavingAsked(text);
  const openId = parseFleetPath(path)?.minerId;
  const open = miners.find(({ id }) => id === openId);
  const meant =
    asked === null ? [] : asked.whom !== '' ? matchMiners(miners, asked.whom) : open === undefined ? [] : [open];
  const leavings = meant.map((miner) => ({
    id: `leave-${miner.id}`,
    label: `${asked?.how === 'remove' ? 'Remove' : 'Replace'} ${minerName(miner)} …`,
    detail: [miner.ip ?? 'offline', miner.id].join(' · '),
    run: () => asked !== null && props.onLeave({ how: asked.how, miner }),
  }));
  const found: readonly PaletteItem[] = matchMiners(miners, text).map((miner) => ({
    id: miner.id,
    label: minerName(miner),
    detail: [miner.ip ?? 'offline', miner.id].join(' · '),
    run: () => navigate(`/fleet/${miner.id}`),
  }));

  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut="mod + K"
      tagsToIgnore={[]}
      triggerOnContentEditable
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 0 }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.45 }}
      attributes={{ content: { 'aria-label': 'Find anything' } }}
    >
      <Spotlight.Search
        aria-label="Find anything"
        placeholder="A screen, a miner by name, address or MAC, an action …"
        leftSection={<IconSearch size={15} />}
      />
      <Spotlight.ActionsList>
        <Group label="Miners" items={found} />
        <Group label="Screens" items={screens} />
        <Group label="Actions" items={[...leavings, ...actions]} />
        {found.length + screens.length + actions.length + leavings.length === 0 && (
          <Spotlight.Empty>Nothing is called that.</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Group({ label, items }: { label: string; items: readonly PaletteItem[] }) {
  if (items.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label={label}>
      {items.map(({ id, label: name, detail, run }) => (
        <Spotlight.Action key={id} className={classes.item} onClick={run}>
          <span className={classes.name}>{name}</span>
          <span className={classes.detail}>{detail}</span>
        </Spotlight.Action>
      ))}
    </Spotlight.ActionsGroup>
  );
}
