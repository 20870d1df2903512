import type { ReactNode } from 'react';
import { numberText } from '../../../src-shared/text/count-text.ts';
import { formatEfficiency, formatHashrate, formatTotalPower, UNKNOWN } from '../../../src-shared/units.ts';
import { Figure } from '../../ui/figure.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './site-card.module.css';
import type { Mark } from './site-marks.ts';
import type { Sums } from './site-sums.ts';
import sitesClasses from './sites.module.css';
import { sitesTexts as texts } from './sites-texts.ts';

/** The last report of a farm, or of all of them: its name, its state and its figures. */
export function SiteCard(props: {
  name: string;
  mark?: Mark;
  /** What there is to say of its state; null if nothing. */
  words: string | null;
  version: string | null;
  /** Null where nothing is known. */
  summary: Sums | null;
  /** Whether the figures are those of an earlier time. */
  isOld?: boolean;
  /** Opens the farm; not set for the sum of several. */
  onShow?: () => void;
}) {
  const { name, mark, words, version, summary, isOld = false, onShow } = props;
  return (
    <article className={classes.card} aria-label={name} data-old={isOld} data-sum={onShow === undefined}>
      <header className={classes.head}>
        <h2>
          {onShow === undefined ? (
            name
          ) : (
            <button type="button" className={`${classes.name} ${sitesClasses.opener}`} onClick={onShow}>
              {mark !== undefined && <StateMark {...mark} />}
              {name}
            </button>
          )}
        </h2>
        {version !== null && <span className={classes.quiet}>{texts.version(version)}</span>}
      </header>
      {words !== null && <p className={classes.quiet}>{words}</p>}
      <dl className={classes.figures}>
        <Figures summary={summary} />
      </dl>
    </article>
  );
}

function Figures({ summary }: { summary: Sums | null }) {
  const { figures } = texts;
  return (
    <>
      <Item label={figures.hashrate} wide>
        {summary === null || summary.hashrates.length === 0
          ? UNKNOWN
          : summary.hashrates.map(({ algorithm, hashrate_hs, expected_hs }) => (
              <div key={algorithm}>
                <Figure quantity={formatHashrate(hashrate_hs, algorithm)} strong />
                {expected_hs !== null && (
                  <span className={classes.quiet}>
                    {' '}
                    / <Figure quantity={formatHashrate(expected_hs, algorithm)} />
                  </span>
                )}
                {summary.hashrates.length > 1 && <span className={classes.quiet}> {algorithm}</span>}
              </div>
            ))}
      </Item>
      <Item label={figures.power} title={summary === null ? undefined : texts.powerOf(summary)}>
        {summary?.power_w == null ? UNKNOWN : <Figure quantity={formatTotalPower(summary.power_w)} />}
      </Item>
      <Item label={figures.efficiency}>
        {summary?.efficiency_j_per_th == null ? (
          UNKNOWN
        ) : (
          <Figure quantity={formatEfficiency(summary.efficiency_j_per_th)} />
        )}
      </Item>
      <Item label={figures.hashing}>{summary === null ? UNKNOWN : texts.hashing(summary.hashing, summary.miners)}</Item>
      <Item label={figures.online}>{countOf(summary?.online)}</Item>
      <Item label={figures.offline}>{countOf(summary?.offline)}</Item>
      <Item label={figures.attention} title={summary?.critical === true ? texts.critical : undefined}>
        <span className={classes.marked}>
          {summary?.critical === true && <StateMark shape="square" tone="red" />}
          {countOf(summary?.attention)}
        </span>
      </Item>
      <Item label={figures.incidents}>{countOf(summary?.open_incidents)}</Item>
    </>
  );
}

function Item(props: { label: string; wide?: boolean; title?: string | undefined; children: ReactNode }) {
  const { label, wide = false, title, children } = props;
  return (
    <div data-wide={wide} title={title}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const countOf = (count: number | undefined): string => (count === undefined ? UNKNOWN : numberText(count));
