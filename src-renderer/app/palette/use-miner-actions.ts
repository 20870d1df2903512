import { useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { compareWith, wantedPalette } from '../../api/wanted-palette.ts';
import { selectionActions } from '../../features/fleet/bulk/selection-actions.ts';
import { chosenMiners } from '../../features/jobs/actions/chosen-miners.ts';
import { useAct, useIsActing } from '../../features/jobs/actions/use-act.ts';
import { VERBS, type Verb } from '../../features/jobs/actions/verbs.ts';
import { jobsTexts } from '../../features/jobs/jobs-texts.ts';
import { acceptPresetTexts } from '../../features/miner/accept-preset-texts.ts';
import { useAcceptPreset } from '../../features/miner/use-accept-preset.ts';
import type { LeavingMiner } from '../../features/remove-miner/miner-question.tsx';
import { useHashText } from '../../ui/hash-location.ts';
import { appTexts } from '../app-texts.ts';
import { openMinerId } from '../open-miner.ts';
import { comparisonItems } from './comparison-items.ts';
import { matchItems, matchMiners, type PaletteItem, removalRequest, whereabouts } from './match-items.ts';

const texts = appTexts.palette;
const VERB_KEYS: Partial<Readonly<Record<Verb, string>>> = texts.verbKeys;

/** What can be done with the selected miners, with the open one, and with those that the text names. */
export function useMinerActions(
  miners: readonly Miner[],
  text: string,
  onLeave: (leaving: LeavingMiner) => void,
): readonly PaletteItem[] {
  const [path, navigate] = useLocation();
  const openId = openMinerId(path);
  const open = miners.find(({ id }) => id === openId);
  const verbs = useVerbs(open);
  const selection = useSyncExternalStore(selectionActions.subscribe, selectionActions.get);
  const ofSelection = selection.map((action) => ({ ...action, id: `selection-${action.id}`, detail: '' }));
  const comparisons = comparisonItems(miners, text, open, navigate);
  const compare = open === undefined || comparisons.length > 0 ? [] : [compareItem(open)];
  const acceptances = useAcceptances(miners, open);
  return [
    ...matchItems([...verbs, ...ofSelection], text),
    ...comparisons,
    ...matchItems(compare, text),
    ...matchItems(acceptances, text),
    ...leavingItems(miners, text, open, onLeave),
  ];
}

/** The verbs for the selected miners, or for the open one; none while actions are switched off. */
function useVerbs(open: Miner | undefined): readonly PaletteItem[] {
  const isActing = useIsActing();
  const act = useAct();
  const hashText = useHashText();
  const chosen = useSyncExternalStore(chosenMiners.subscribe, chosenMiners.get);
  const meantIds = chosen.length > 0 ? chosen : open === undefined ? [] : [open.id];
  if (isActing !== true || meantIds.length === 0) return [];
  return VERBS.map((verb) => {
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
  });
}

/** Where the presets of the selected miners, or of the open one, fell: accepts the lower ones. */
function useAcceptances(miners: readonly Miner[], open: Miner | undefined): readonly PaletteItem[] {
  const accept = useAcceptPreset();
  const chosen = useSyncExternalStore(chosenMiners.subscribe, chosenMiners.get);
  const meant = new Set(chosen.length > 0 ? chosen : open === undefined ? [] : [open.id]);
  const fallen = miners.filter(({ id, preset_fall }) => preset_fall != null && meant.has(id));
  const [one, ...others] = fallen;
  if (one === undefined) return [];
  const ids = fallen.map(({ id }) => id);
  const label =
    others.length > 0
      ? acceptPresetTexts.selected(ids.length)
      : acceptPresetTexts.of(minerName(one), one.latest_status?.preset ?? '');
  return [{ id: 'accept-preset', label, detail: '', also: acceptPresetTexts.also, run: () => void accept(ids) }];
}

/** The beginning of a comparison with the open miner. */
function compareItem(open: Miner): PaletteItem {
  return {
    id: 'compare',
    label: texts.compareWith(minerName(open)),
    detail: '',
    also: texts.compareAlso,
    staysOpen: true,
    run: () => wantedPalette.set({ text: compareWith(open) }),
  };
}

/** Asks for the name of the miner that is to leave. */
function whomItem(how: LeavingMiner['how']): PaletteItem {
  return {
    id: `leave-${how}`,
    label: texts.whom[how],
    detail: texts.whomDetail,
    staysOpen: true,
    run: () => wantedPalette.set({ text: `${how} ` }),
  };
}

/** The removals and replacements that a text asks for; without a name, of the open miner. */
function leavingItems(
  miners: readonly Miner[],
  text: string,
  open: Miner | undefined,
  onLeave: (leaving: LeavingMiner) => void,
): readonly PaletteItem[] {
  const asked = removalRequest(text);
  if (asked === null) return [];
  const { how, whom } = asked;
  if (whom === '' && open === undefined && miners.length > 0) return [whomItem(how)];
  const meant = whom !== '' ? matchMiners(miners, whom) : open === undefined ? [] : [open];
  return meant.map((miner) => ({
    id: `leave-${miner.id}`,
    label: how === 'remove' ? texts.remove(minerName(miner)) : texts.replace(minerName(miner)),
    detail: whereabouts(miner),
    run: () => onLeave({ how, miner }),
  }));
}
