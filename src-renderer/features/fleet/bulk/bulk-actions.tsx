import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { numberText } from '../../../../src-shared/text/count-text.ts';
import type { CsvSeparator } from '../../../../src-shared/text/csv.ts';
import { useCsvForm } from '../../../api/use-csv-form.ts';
import { formatComparePath, pairOf } from '../../../miner-view/compare-location.ts';
import { copyText } from '../../../ui/copy-text.ts';
import { toastUndoable } from '../../../ui/feedback/toast.tsx';
import { VerbButtons } from '../../jobs/actions/verb-buttons.tsx';
import { type RemovedHistory, RemoveQuestion } from '../../remove-miner/remove-question.tsx';
import { FleetSums } from '../fleet-sums.tsx';
import classes from './bulk-bar.module.css';
import { NicknameForm, PasswordForm } from './bulk-forms.tsx';
import { BulkProgressLine } from './bulk-progress-line.tsx';
import { bulkTexts } from './bulk-texts.ts';
import { PlaceForm } from './place-form.tsx';
import { type SelectionAction, useSelectionActions } from './selection-actions.ts';
import { TagsForm } from './tags-form.tsx';
import { type BulkState, doneWords } from './use-bulk.ts';

const texts = bulkTexts;

export interface BulkBarProps {
  bulk: BulkState;
  /** Selected miners that the search does not show: actions do not apply to them. */
  hiddenCount: number;
  onManage: (miners: readonly Miner[], managed: boolean) => void;
  miners: readonly Miner[];
  shownCount: number;
  text: string;
  broken: boolean;
  /** Opens the rename form once; `onRenameOpened` resets the request. */
  renameNow?: boolean;
  onRenameOpened?: () => void;
  /** Saves the selected miners; absent on screens without columns. */
  onCsv?: (separator: CsvSeparator) => void;
  onAll: () => void;
  onNone: () => void;
}

/** The bar of `BulkBar` while there is something to show. */
export function BulkActions(props: BulkBarProps) {
  const { miners, shownCount, bulk, hiddenCount, onManage } = props;
  const { progress, result } = bulk;
  const unmanaged = miners.filter(({ managed }) => !managed);
  const managed = miners.filter((miner) => miner.managed);
  const withOwnPassword = miners.filter((miner) => miner.has_custom_unlock_pass);
  const addresses = miners.flatMap(({ ip }) => (ip === null ? [] : [ip]));
  const copyIps = (): void => void copy(addresses, texts.addressesCopied);
  const copyMacs = (): void =>
    void copy(
      miners.map(({ id }) => id),
      texts.macsCopied,
    );
  /** A form that the palette asked for. */
  const [form, setForm] = useState<'rename' | 'tags' | null>(null);
  const { onRenameOpened } = props;
  const onOpened = useCallback(() => {
    setForm(null);
    onRenameOpened?.();
  }, [onRenameOpened]);
  const [csvForm] = useCsvForm();
  const offered = (
    id: Exclude<keyof typeof texts.palette, `${string}Also`>,
    of: readonly unknown[],
    also: string,
    run: () => void,
  ): SelectionAction[] => (of.length === 0 ? [] : [{ id, label: texts.palette[id](of.length), also, run }]);
  const [, navigate] = useLocation();
  const pair = pairOf(miners);
  const compare = (): void => {
    if (pair !== null) navigate(formatComparePath(pair));
  };
  const words = texts.palette;
  const { onCsv } = props;
  useSelectionActions(
    props.broken || progress !== null
      ? []
      : [
          ...offered('rename', miners, words.renameAlso, () => setForm('rename')),
          ...offered('tags', miners, words.tagsAlso, () => setForm('tags')),
          ...offered('manage', unmanaged, '', () => onManage(unmanaged, true)),
          ...offered('unmanage', managed, words.unmanageAlso, () => onManage(managed, false)),
          ...offered('compare', pair ?? [], words.compareAlso, compare),
          ...offered('checkNow', miners, words.checkNowAlso, () => bulk.rescan(miners)),
          ...offered('copyIps', addresses, words.copyIpsAlso, copyIps),
          ...offered('copyMacs', miners, words.copyMacsAlso, copyMacs),
          ...(onCsv === undefined ? [] : offered('csv', miners, words.csvAlso, () => onCsv(csvForm))),
        ],
  );
  return (
    <section className={classes.bar} data-bar="bulk" aria-label={texts.label}>
      {progress === null ? (
        <span className={classes.count}>
          <strong>{numberText(miners.length)}</strong> {texts.selected}
          {hiddenCount > 0 && ` · ${texts.hidden(hiddenCount)}`}
          {props.broken && ` · ${texts.broken}`}
        </span>
      ) : (
        <BulkProgressLine progress={progress} onStop={bulk.stop} />
      )}
      {progress === null && miners.length > 0 && (
        <>
          <VerbButtons miners={miners} text={props.text} broken={props.broken} />
          <FleetSums ids={miners.map(({ id }) => id)} />
          <fieldset className={classes.actions} disabled={props.broken}>
            {miners.length < shownCount && <Action onClick={props.onAll}>{texts.selectAll(shownCount)}</Action>}
            <Action disabled={unmanaged.length === 0} onClick={() => onManage(unmanaged, true)}>
              {texts.manage(unmanaged.length)}
            </Action>
            <Action disabled={managed.length === 0} onClick={() => onManage(managed, false)}>
              {texts.unmanage(managed.length)}
            </Action>
            {pair !== null && <Action onClick={compare}>{texts.compare}</Action>}
            <Action onClick={() => bulk.rescan(miners)}>{texts.checkNow}</Action>
            <NicknameForm
              miners={miners}
              openNow={props.renameNow === true || form === 'rename'}
              onOpened={onOpened}
              onNames={(nameOf) => {
                const before = miners.map(({ nickname }) => nickname);
                const names = miners.map(nameOf);
                const asked = bulk.update(miners, (index) => ({ nickname: names[index] ?? null }), texts.done.renamed);
                toastUndoable(texts.renaming(miners.length), doneWords(asked, texts.renamed), {
                  label: texts.undo,
                  run: () =>
                    bulk.update(miners, (index) => ({ nickname: before[index] ?? null }), texts.done.renamed, asked),
                });
              }}
            />
            <TagsForm
              miners={miners}
              openNow={form === 'tags'}
              onOpened={onOpened}
              onTags={(tagsOf) => {
                const tags = miners.map(tagsOf);
                bulk.update(miners, (index) => ({ tags: tags[index] ?? [] }), texts.done.tagged);
              }}
            />
            <PlaceForm
              miners={miners}
              onPlace={(place) => bulk.place(miners, place)}
              onPlaces={(places) => {
                const placed = miners.filter(({ id }) => places.has(id));
                bulk.update(
                  placed,
                  (index) => ({ place: places.get(placed[index]?.id ?? '') ?? null }),
                  texts.done.placed,
                );
              }}
            />
            <PasswordForm
              count={miners.length}
              ownCount={withOwnPassword.length}
              onPassword={(password) => bulk.setPassword(miners, password)}
              onDefault={() => bulk.setPassword(withOwnPassword, null)}
            />
            <RemoveAction miners={miners} onRemove={(history) => bulk.remove(miners, history)} />
            <Action disabled={addresses.length === 0} onClick={copyIps}>
              {texts.copyIps}
            </Action>
            <Action onClick={copyMacs}>{texts.copyMacs}</Action>
          </fieldset>
        </>
      )}
      <span role="status" className={result?.failed === true ? classes.failed : classes.result}>
        {result?.text}
      </span>
      {progress === null && (
        <Action
          onClick={() => {
            bulk.dismiss();
            props.onNone();
          }}
        >
          {texts.clear}
        </Action>
      )}
    </section>
  );
}

function RemoveAction(props: { miners: readonly Miner[]; onRemove: (history: RemovedHistory) => void }) {
  const [confirming, setConfirming] = useState<readonly Miner[] | null>(null);
  return (
    <>
      <Action onClick={() => setConfirming(props.miners)}>{texts.remove}</Action>
      {confirming !== null && (
        <RemoveQuestion
          miners={confirming}
          onClose={() => setConfirming(null)}
          onRemove={(history) => {
            setConfirming(null);
            props.onRemove(history);
          }}
        />
      )}
    </>
  );
}

function Action(props: { children: string; disabled?: boolean; onClick: () => void }) {
  return (
    <Button variant="subtle" color="gray" disabled={props.disabled === true} onClick={props.onClick}>
      {props.children}
    </Button>
  );
}

async function copy(lines: readonly string[], copied: (lines: number) => string): Promise<void> {
  await copyText(lines.join('\n'), copied(lines.length), texts);
}
