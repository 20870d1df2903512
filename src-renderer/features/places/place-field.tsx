import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useMemo } from 'react';
import { LONGEST_PLACE } from '../../../src-shared/limits/text-limits.ts';
import { parsePlace, shownPlace } from '../../../src-shared/place.ts';
import { useMinersNow } from '../../api/use-miners-now.ts';
import { useRacks } from '../../api/use-racks.ts';
import classes from './place-field.module.css';
import { knownRacks, placeOffers } from './place-offers.ts';
import { placesTexts as texts } from './places-texts.ts';

/**
 * The field of a place. While it has the focus it offers the known buildings, rows and racks, and
 * the free positions of a rack.
 */
export function PlaceField(props: {
  /** The ids of the miners that are to be there. */
  placing: ReadonlySet<string>;
  value: string;
  onChange: (value: string) => void;
  /** An error of the caller; the field reports invalid text itself. */
  error?: string | null;
  /** Takes the focus when its form opens. */
  autoFocus?: boolean;
}) {
  const { value, onChange } = props;
  const combobox = useCombobox();
  const isOpen = combobox.dropdownOpened;
  const farm = useMinersNow();
  const { racks } = useRacks();
  const known = useMemo(
    () => (isOpen ? knownRacks(racks, farm, props.placing) : null),
    [isOpen, racks, farm, props.placing],
  );
  const offers = useMemo(() => (known === null ? [] : placeOffers(value, known)), [known, value]);
  const list = { ...combobox, dropdownOpened: isOpen && offers.length > 0 };
  const isWrong = value.trim() !== '' && parsePlace(value) === null;
  const type = (text: string): void => {
    onChange(text);
    combobox.openDropdown();
    combobox.resetSelectedOption();
  };
  return (
    <Combobox
      store={list}
      withinPortal={false}
      onOptionSubmit={(place) => {
        type(place);
        if (!place.endsWith('/')) combobox.closeDropdown();
      }}
    >
      <Combobox.Target withExpandedAttribute autoComplete="off">
        <TextInput
          label={texts.label}
          description={texts.about}
          placeholder={texts.parts}
          maxLength={LONGEST_PLACE}
          {...(props.autoFocus === true && { 'data-autofocus': true })}
          aria-autocomplete="list"
          spellCheck={false}
          value={value}
          error={isWrong ? texts.wrong : props.error}
          onChange={(event) => type(event.currentTarget.value)}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options aria-label={texts.offers} className={classes.offers}>
          {offers.map((offer) => (
            <Combobox.Option key={offer.place} value={offer.place} className={classes.offer}>
              <span>{shownPlace(offer.place)}</span>
              <span className={classes.means}>{texts.means(offer)}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
