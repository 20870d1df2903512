import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { meantPlace } from '../../../../src-shared/meant-place.ts';
import { minerName } from '../../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { parsePlace, placeText } from '../../../../src-shared/place.ts';
import { useMinersNow } from '../../../api/use-miners-now.ts';
import { useRacks } from '../../../api/use-racks.ts';
import { PlaceField } from '../../places/place-field.tsx';
import { PlaceWarnings } from '../../places/place-warnings.tsx';
import { useFarmRacks } from '../../places/use-farm-racks.ts';
import classes from './bulk-bar.module.css';
import { BulkForm } from './bulk-form.tsx';
import { bulkTexts } from './bulk-texts.ts';
import { type Placed, placedByAddress, placedByName, placeReader } from './place-rules.ts';
import { placedFrom } from './placed-from.ts';

const texts = bulkTexts.placing;
const NO_PLACES: Placed = new Map();
const MOST_LISTED = 4;
const WAYS = ['given', 'name', 'address'] as const;
type Way = (typeof WAYS)[number];

/**
 * Sets the places of the selected miners: one rack for all, from a position the free ones after it,
 * or by their names or addresses.
 */
export function PlaceForm(props: {
  miners: readonly Miner[];
  /** Puts all miners in one place; null removes their places. */
  onPlace: (place: string | null) => void;
  onPlaces: (places: Placed) => void;
}) {
  const { miners } = props;
  const [way, setWay] = useState<Way>('given');
  const [place, setPlace] = useState('');
  const [pattern, setPattern] = useState('R{rack}-S{shelf}-{pos}');
  const [rules, setRules] = useState('');
  const farmRacks = useFarmRacks();
  const byAddress = useMemo(() => placedByAddress(miners, rules, farmRacks), [miners, rules, farmRacks]);
  const byName = useMemo(() => placedByName(miners, pattern), [miners, pattern]);
  const placing = useMemo(() => new Set(miners.map(({ id }) => id)), [miners]);
  const farm = useMinersNow();
  const { racks } = useRacks();
  const given = meantPlace(place, farmRacks);
  // Said only where the same text could be a position.
  const isNewRack = given !== null && given.position === null && parsePlace(place)?.position !== null;
  const isFilling = miners.length > 1 && given !== null && given.position !== null;
  const from = useMemo(
    () => (isFilling ? placedFrom(place, miners, racks, farm) : null),
    [isFilling, place, miners, racks, farm],
  );
  const places = { given: from ?? NO_PLACES, name: byName, address: byAddress.places }[way];
  const isListed = way !== 'given' || isFilling;
  const error = {
    given: isFilling && from === null ? texts.notEnough(place, miners.length) : null,
    name: placeReader(pattern.trim()) === null ? texts.wrongPattern : null,
    address: byAddress.wrong.length === 0 ? null : texts.wrongLines(byAddress.wrong),
  }[way];
  const placedCount = miners.filter((miner) => miner.place !== null).length;
  return (
    <BulkForm
      label={texts.place}
      submit={texts.submit(way === 'given' ? miners.length : places.size)}
      // The lines that are right can be used without the others.
      error={way === 'address' ? null : error}
      empty={isListed ? places.size === 0 : given === null}
      {...(way === 'given' &&
        placedCount > 0 && { other: { label: texts.takeOut(placedCount), onClick: () => props.onPlace(null) } })}
      onSubmit={() => {
        if (isListed) props.onPlaces(places);
        else if (given !== null) props.onPlace(placeText(given));
      }}
    >
      <NativeSelect
        label={texts.by}
        value={way}
        data={WAYS.map((value) => ({ value, label: texts.ways[value] }))}
        onChange={(event) => setWay(WAYS.find((one) => one === event.currentTarget.value) ?? 'given')}
      />
      {way === 'given' && <PlaceField autoFocus placing={placing} value={place} error={error} onChange={setPlace} />}
      {way === 'given' && <PlaceWarnings placing={placing} value={place} onChange={setPlace} />}
      {way === 'name' && (
        <TextInput
          label={texts.pattern}
          description={texts.patternAbout}
          value={pattern}
          error={error}
          onChange={(event) => setPattern(event.currentTarget.value)}
        />
      )}
      {way === 'address' && (
        <Textarea
          label={texts.rules}
          description={texts.rulesAbout}
          placeholder={texts.rulesExample}
          rows={3}
          value={rules}
          error={error}
          onChange={(event) => setRules(event.currentTarget.value)}
        />
      )}
      {way === 'given' && isNewRack && <p role="status">{texts.wholeRack(place.trim(), miners.length)}</p>}
      {way !== 'given' && <p role="status">{texts.matches(places.size, miners.length)}</p>}
      {isListed && places.size > 0 && (
        <ul className={classes.preview} aria-label={texts.preview}>
          {miners
            .filter(({ id }) => places.has(id))
            .slice(0, MOST_LISTED)
            .map((miner) => (
              <li key={miner.id}>{texts.change(minerName(miner), places.get(miner.id) ?? '')}</li>
            ))}
          {places.size > MOST_LISTED && <li>{texts.more(places.size - MOST_LISTED)}</li>}
        </ul>
      )}
    </BulkForm>
  );
}
