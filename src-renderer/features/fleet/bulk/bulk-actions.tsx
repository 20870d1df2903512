import { Button } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { minerName } from '../../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { numberText } from '../../../../src-shared/text/count-text.ts';
import type { CsvSeparator } from '../../../../src-shared/text/csv.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { formatComparePath, pairOf } from '../../../miner-view/locations/compare-location.ts';
import { copyText } from '../../../ui/copy-text.ts';
import { formatHash } from '../../../ui/hash-location.ts';
import { VerbButtons } from '../../jobs/actions/verb-buttons.tsx';
import { FleetSums } from '../fleet-sums.tsx';
import classes from './bulk-bar.module.css';
import { BulkMenu, ManageMenu } from './bulk-menus.tsx';
import { BulkProgressLine } from './bulk-progress-line.tsx';
import { bulkTexts } from './bulk-texts.ts';
import { changeUndoably } from './change-undoably.ts';
import { NEW_MAINTENANCE_PATH, queryOf } from './maintenance-location.ts';
import { NicknameForm } from './nickname-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { PlaceForm } from './place-form.tsx';
import { TagsForm } from './tags-form.tsx';
import type { BulkState } from './use-bulk.ts';
import { useForgottenResult } from './use-forgotten-result.ts';
import { usePaletteOffers } from './use-palette-offers.ts';

const texts = bulkTexts;
/** So many selected miners are named: after a search their rows may be far from what is seen. */
const MOST_NAMED = 3;

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
  const [, navigate] = useLocation();
  const pair = pairOf(miners);
  const compare = (): void => {
    if (pair !== null) navigate(formatComparePath(pair));
  };
  const { live } = usePowerHive();
  const silenced = useMemo(() => queryOf(miners, live.state.miners.array), [miners, live]);
  const maintain =
    silenced === null ? null : () => navigate(formatHash({ path: NEW_MAINTENANCE_PATH, text: silenced }));
  useForgottenResult(miners, bulk);
  const chosen = miners.length + hiddenCount;
  const isOffered = progress === null && miners.length > 0;
  usePaletteOffers({
    isOff: props.broken || progress !== null,
    miners,
    addresses,
    pair,
    onForm: setForm,
    onManage,
    onCompare: compare,
    onMaintenance: maintain,
    onCheck: () => bulk.rescan(miners),
    onCopyIps: copyIps,
    onCopyMacs: copyMacs,
    onCsv: props.onCsv,
  });
  return (
    <section className={classes.bar} data-bar="bulk" aria-label={texts.label}>
      {(progress !== null || chosen > 0) && (
        <div className={classes.line}>
          {progress !== null ? (
            <BulkProgressLine progress={progress} onStop={bulk.stop} />
          ) : (
            <span className={classes.count}>
              <strong>{numberText(miners.length)}</strong> {texts.selected}
              {hiddenCount > 0 && ` · ${texts.hidden(hiddenCount)}`}
              {props.broken && ` · ${texts.broken}`}
            </span>
          )}
          {progress === null && miners.length > 0 && miners.length <= MOST_NAMED && (
            <span className={classes.names}>{miners.map(minerName).join(', ')}</span>
          )}
          {isOffered && (
            <>
              {!props.broken && <VerbButtons miners={miners} text={props.text} />}
              <span className={classes.sums}>
                <FleetSums ids={miners.map(({ id }) => id)} />
              </span>
            </>
          )}
        </div>
      )}
      <div className={classes.line}>
        {isOffered && (
          <fieldset className={classes.actions} disabled={props.broken}>
            {miners.length < shownCount && <Action onClick={props.onAll}>{texts.selectAll(shownCount)}</Action>}
            {pair !== null && <Action onClick={compare}>{texts.compare}</Action>}
            <ManageMenu
              miners={miners}
              onManage={onManage}
              onCheck={() => bulk.rescan(miners)}
              onMaintenance={maintain}
              onRemove={(history) => bulk.remove(miners, history)}
            />
            <NicknameForm
              miners={miners}
              openNow={props.renameNow === true || form === 'rename'}
              onOpened={onOpened}
              onNames={(nameOf) =>
                changeUndoably(bulk, miners, (miner) => ({ nickname: nameOf(miner) }), texts.changes.rename)
              }
            />
            <TagsForm
              miners={miners}
              openNow={form === 'tags'}
              onOpened={onOpened}
              onTags={(tagsOf) =>
                changeUndoably(bulk, miners, (miner) => ({ tags: tagsOf(miner) }), texts.changes.tags)
              }
            />
            <PlaceForm
              miners={miners}
              onPlace={(place) => {
                const words = place === null ? texts.changes.takeOut : texts.changes.place;
                changeUndoably(bulk, miners, () => ({ place }), words);
              }}
              onPlaces={(places) => {
                const placed = miners.filter(({ id }) => places.has(id));
                changeUndoably(bulk, placed, ({ id }) => ({ place: places.get(id) ?? null }), texts.changes.place);
              }}
            />
            <PasswordForm
              count={miners.length}
              ownCount={withOwnPassword.length}
              onPassword={(password) => bulk.setPassword(miners, password)}
              onDefault={() => bulk.setPassword(withOwnPassword, null)}
            />
            <BulkMenu
              label={texts.copy}
              items={[
                { label: texts.copyIps, disabled: addresses.length === 0, run: copyIps },
                { label: texts.copyMacs, run: copyMacs },
              ]}
            />
          </fieldset>
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
      </div>
    </section>
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
