import type { QueryTerm } from '../../../../src-shared/query/index.ts';
import { meantValues } from '../../../../src-shared/query/index.ts';
import { fleetTexts } from '../fleet-texts.ts';
import classes from './search-box.module.css';
import { useFarmValues } from './use-farm-values.ts';

const texts = fleetTexts.search;

/** For each value that no miner has, a button for the nearest one that occurs. */
export function MeantValues(props: {
  text: string;
  terms: readonly { readonly kind: string; readonly from: number; readonly to: number }[];
  onText: (text: string) => void;
}) {
  const { text, onText } = props;
  const terms = props.terms.filter((term): term is QueryTerm => term.kind === 'text');
  const values = useFarmValues(terms.length > 0);
  return meantValues(terms, values).map(({ value, meant, from, to, query }) => (
    <span key={`${from}-${value}`} className={classes.hint}>
      {texts.noSuchValue(value)}{' '}
      <button
        type="button"
        className={classes.named}
        title={query}
        onClick={() => onText(text.slice(0, from) + query + text.slice(to))}
      >
        {meant}
      </button>
      ?
    </span>
  ));
}
