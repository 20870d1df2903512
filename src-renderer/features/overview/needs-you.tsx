import { Link } from 'wouter';
import type { Problem } from '../../../src-shared/model/index.ts';
import { formatFleetPath } from '../../miner-model/fleet-place.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { SEVERITY_MARKS } from '../anomalies/anomaly-words.ts';
import { useAnomalies } from '../anomalies/use-anomalies.ts';
import classes from './needs-you.module.css';
import { overviewTexts } from './overview-texts.ts';

const texts = overviewTexts.needs;
const MOST_SHOWN = 8;

/** The worst of what is wrong now, and the way to all of it. */
export function NeedsYou() {
  const { data, isError } = useAnomalies();
  const problems = data?.filter(({ severity }) => severity !== 'notice') ?? [];
  const more = problems.length - MOST_SHOWN;
  return (
    <section className={classes.needs} aria-label={texts.title}>
      <h2>{texts.title}</h2>
      {data === undefined ? (
        <p className={classes.quiet}>{isError ? texts.failed : texts.loading}</p>
      ) : problems.length === 0 ? (
        <p className={classes.quiet}>{texts.none}</p>
      ) : (
        <ul className={classes.list}>
          {problems.slice(0, MOST_SHOWN).map((problem) => (
            <li key={`${problem.miner_id} ${problem.code} ${problem.chain_id}`}>
              <Link href={pathOf(problem)} className={classes.line}>
                <StateMark {...SEVERITY_MARKS[problem.severity]} label={problem.severity} />
                <span className={classes.words}>
                  <strong>{problem.miner_name}</strong> {problem.message}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {problems.length > 0 && (
        <Link href="/anomalies" className={classes.all}>
          {more > 0 ? texts.more(more) : texts.all}
        </Link>
      )}
    </section>
  );
}

function pathOf({ miner_id, chain_id, chip_positions }: Problem): string {
  const spot = chain_id === null ? null : { chainId: chain_id, positions: chip_positions };
  return formatFleetPath({ minerId: miner_id, spot });
}
