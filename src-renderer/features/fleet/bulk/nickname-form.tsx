import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { NumberField } from '../../../ui/forms/number-field.tsx';
import { isOutside } from '../../../ui/forms/typed-number.ts';
import { uiTexts } from '../../../ui/ui-texts.ts';
import { NO_TIME, sortMiners } from '../table/columns/fleet-sort.ts';
import classes from './bulk-bar.module.css';
import { BulkForm } from './bulk-form.tsx';
import { bulkTexts } from './bulk-texts.ts';
import { freeStart, namePatternError, newNames, nicknameFrom } from './name-pattern.ts';

const texts = bulkTexts;

/** The number at which the numbering of names starts. */
const START = { least: 0, most: 99_999, whole: true };
const MOST_LISTED = 6;
/** In which order miners are numbered. The table may be sorted by what changes each minute. */
const ORDERS = ['address', 'rows'] as const;

/**
 * Asks for the name of one miner, or for a pattern. Shows the old and new names, and which names
 * are already in use.
 */
export function NicknameForm(props: {
  miners: readonly Miner[];
  /** Opens the form once; `onOpened` resets the request. */
  openNow: boolean;
  onOpened?: (() => void) | undefined;
  onNames: (nameOf: (miner: Miner) => string) => void;
}) {
  const [order, setOrder] = useState<(typeof ORDERS)[number]>('address');
  const miners = useMemo(
    () => (order === 'rows' ? props.miners : sortMiners(props.miners, { column: 'ip', descending: false }, NO_TIME)),
    [props.miners, order],
  );
  const { live } = usePowerHive();
  const [ofMany, setOfMany] = useState('R1-S{n:02}');
  const [ofOne, setOfOne] = useState<{ id: string; name: string } | null>(null);
  const [start, setStart] = useState(1);
  const [first] = miners;
  const only = miners.length === 1 ? first : undefined;
  const pattern = only === undefined ? ofMany : ofOne?.id === only.id ? ofOne.name : (only.nickname ?? '');
  const patternError = namePatternError(pattern, miners, start);
  const error = patternError ?? (isOutside(start, START) ? uiTexts.outside(START) : null);
  const names = error === null ? newNames(pattern, miners, start, live.state.miners.array) : [];
  const taken = names.filter((name) => name.taken).length;
  const free = taken === 0 ? null : freeStart(pattern, miners, start, live.state.miners.array, START.most);
  const listed = [...names].sort((a, b) => Number(b.taken) - Number(a.taken)).slice(0, MOST_LISTED);
  return (
    <BulkForm
      label={texts.rename}
      openNow={props.openNow}
      onOpened={props.onOpened}
      submit={texts.renameCount(miners.length)}
      error={error}
      empty={taken > 0}
      onSubmit={() => {
        const numbers = new Map(miners.map(({ id }, index) => [id, start + index]));
        props.onNames((miner) => nicknameFrom(pattern, miner, numbers.get(miner.id) ?? start));
        setOfOne(null);
      }}
    >
      <TextInput
        label={only === undefined ? texts.pattern : texts.name}
        description={only === undefined && texts.patternAbout}
        data-autofocus
        value={pattern}
        error={pattern !== '' && patternError}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          const name = event.currentTarget.value;
          if (only === undefined) setOfMany(name);
          else setOfOne({ id: only.id, name });
        }}
      />
      {only === undefined && (
        <NativeSelect
          label={texts.patternOrder}
          value={order}
          data={ORDERS.map((value) => ({ value, label: texts.patternOrders[value] }))}
          onChange={(event) => setOrder(ORDERS.find((one) => one === event.currentTarget.value) ?? 'address')}
        />
      )}
      {only === undefined && (
        <NumberField
          label={texts.patternStart}
          min={START.least}
          max={START.most}
          allowDecimal={false}
          value={start}
          onNumber={(value) => setStart(value ?? 0)}
        />
      )}
      {taken > 0 && (
        <p className={classes.failed} role="alert">
          {texts.patternTaken(taken)}
        </p>
      )}
      {free !== null && (
        <Button variant="default" onClick={() => setStart(free)}>
          {texts.patternStartAt(free)}
        </Button>
      )}
      {names.length > 0 && (
        <ul className={classes.preview} aria-label={texts.patternNames}>
          {listed.map(({ id, before, after, taken: isTaken }) => (
            <li key={id} className={isTaken ? classes.failed : undefined}>
              {texts.patternChange(before, after)}
            </li>
          ))}
          {names.length > listed.length && <li>{texts.moreFailures(names.length - listed.length)}</li>}
        </ul>
      )}
    </BulkForm>
  );
}
