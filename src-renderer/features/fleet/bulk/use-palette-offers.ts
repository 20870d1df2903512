import type { Miner } from '../../../../src-shared/model/index.ts';
import type { CsvSeparator } from '../../../../src-shared/text/csv.ts';
import { useCsvForm } from '../../../api/use-csv-form.ts';
import { bulkTexts } from './bulk-texts.ts';
import { type SelectionAction, useSelectionActions } from './selection-actions.ts';

const texts = bulkTexts.palette;

/** Offers in the palette what the bar does with the selected miners. */
export function usePaletteOffers(props: {
  /** The search has an error, or a change is followed. */
  readonly isOff: boolean;
  readonly miners: readonly Miner[];
  readonly addresses: readonly string[];
  /** The two selected miners; null if there are not two. */
  readonly pair: readonly string[] | null;
  readonly onForm: (form: 'rename' | 'tags') => void;
  readonly onManage: (miners: readonly Miner[], managed: boolean) => void;
  readonly onCompare: () => void;
  /** Null if no query finds exactly the selected miners. */
  readonly onMaintenance: (() => void) | null;
  readonly onCheck: () => void;
  readonly onCopyIps: () => void;
  readonly onCopyMacs: () => void;
  /** Absent on screens without columns. */
  readonly onCsv: ((separator: CsvSeparator) => void) | undefined;
}): void {
  const { miners, addresses, pair, onForm, onManage, onMaintenance, onCsv } = props;
  const [csvForm] = useCsvForm();
  const unmanaged = miners.filter(({ managed }) => !managed);
  const managed = miners.filter((miner) => miner.managed);
  const actions = [
    ...offered('rename', miners, texts.renameAlso, () => onForm('rename')),
    ...offered('tags', miners, texts.tagsAlso, () => onForm('tags')),
    ...offered('manage', unmanaged, '', () => onManage(unmanaged, true)),
    ...offered('unmanage', managed, texts.unmanageAlso, () => onManage(managed, false)),
    ...(onMaintenance === null ? [] : offered('maintenance', miners, texts.maintenanceAlso, onMaintenance)),
    ...offered('compare', pair ?? [], texts.compareAlso, props.onCompare),
    ...offered('checkNow', miners, texts.checkNowAlso, props.onCheck),
    ...offered('copyIps', addresses, texts.copyIpsAlso, props.onCopyIps),
    ...offered('copyMacs', miners, texts.copyMacsAlso, props.onCopyMacs),
    ...(onCsv === undefined ? [] : offered('csv', miners, texts.csvAlso, () => onCsv(csvForm))),
  ];
  useSelectionActions(props.isOff ? [] : actions);
}

/** None for no miners. */
function offered(
  id: Exclude<keyof typeof texts, `${string}Also`>,
  of: readonly unknown[],
  also: string,
  run: () => void,
): SelectionAction[] {
  return of.length === 0 ? [] : [{ id, label: texts[id](of.length), also, run }];
}
