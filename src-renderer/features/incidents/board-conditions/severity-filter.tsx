import type { ConditionCounts, ConditionSeverity } from '../../../../src-shared/model/index.ts';
import { numberText } from '../../../../src-shared/text/count-text.ts';
import { SEVERITY_MARKS } from '../../../miner-view/severity-marks.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { severityName } from './anomaly-words.ts';
import { boardConditionsTexts } from './board-conditions-texts.ts';
import { SEVERITIES } from './condition-totals.ts';
import classes from './severity-filter.module.css';

/** Number of problems of each severity; each toggles its rows. */
export function SeverityFilter(props: {
  counts: ConditionCounts;
  shown: ReadonlySet<ConditionSeverity>;
  onShown: (shown: ReadonlySet<ConditionSeverity>) => void;
}) {
  const { counts, shown } = props;
  const toggle = (severity: ConditionSeverity): void => {
    const next = new Set(shown);
    if (!next.delete(severity)) next.add(severity);
    props.onShown(next);
  };
  return (
    <fieldset className={classes.filter} aria-label={boardConditionsTexts.filter}>
      {SEVERITIES.map((severity) => (
        <button
          key={severity}
          type="button"
          className={classes.severity}
          aria-pressed={shown.has(severity)}
          disabled={counts[severity] === 0}
          onClick={() => toggle(severity)}
        >
          <StateMark {...SEVERITY_MARKS[severity]} />
          <strong>{numberText(counts[severity])}</strong> {severityName(severity, counts[severity])}
        </button>
      ))}
    </fieldset>
  );
}
