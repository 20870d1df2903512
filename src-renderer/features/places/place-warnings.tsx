import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useMinersNow } from '../../api/use-miners-now.ts';
import classes from './place-field.module.css';
import { placeHints } from './place-hints.ts';
import { placesTexts as texts } from './places-texts.ts';
import { useFarmRacks } from './use-farm-racks.ts';

/** Below the field of a place: another rack that may be meant, and who already is at that position. */
export function PlaceWarnings(props: {
  value: string;
  placing: ReadonlySet<string>;
  onChange: (value: string) => void;
}) {
  const { value, placing } = props;
  const farm = useMinersNow();
  const racks = useFarmRacks();
  const { meant, holders } = useMemo(() => placeHints(value, racks, farm, placing), [value, racks, farm, placing]);
  if (meant.length === 0 && holders.length === 0) return null;
  return (
    <div className={classes.warnings}>
      {meant.map((place) => (
        <Button key={place} variant="default" onClick={() => props.onChange(place)}>
          {texts.didYouMean(place)}
        </Button>
      ))}
      {holders.length > 0 && (
        <p className={classes.held} role="alert">
          {texts.held(holders)}
        </p>
      )}
    </div>
  );
}
