import { formatQuery, type NamedState, namedStates, parseQuery } from '../../../../src-shared/query/index.ts';
import { fleetTexts } from '../fleet-texts.ts';
import classes from './search-box.module.css';

const texts = fleetTexts.search;

/**
 * States and problems that words of a search name, with buttons for exactly these: the words
 * themselves are searched in every text.
 */
export function NamedStates({ text, onText }: { text: string; onText: (text: string) => void }) {
  return namedStates(text).map((named) => (
    <span key={named.from} className={classes.hint}>
      {isText(named) ? texts.anyText(named.said) : texts.only}{' '}
      {named.words.map(({ query, means }, i) => (
        <span key={query}>
          {i > 0 && ` ${texts.orOnly} `}
          <button
            type="button"
            className={classes.named}
            title={query}
            onClick={() => onText(text.slice(0, named.from) + query + text.slice(named.to))}
          >
            {means}
          </button>
        </span>
      ))}
    </span>
  ));
}

/** Whether the words are searched as a text, and not understood as a flag. */
function isText({ said }: NamedState): boolean {
  return parseQuery(said).terms.every(({ kind }) => kind === 'word') && formatQuery(parseQuery(said).terms) !== '';
}
