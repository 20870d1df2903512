import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import { SEVERITY_MARKS } from '../../../../miner-view/severity-marks.ts';
import tones from '../../../../ui/theme/tone.module.css';
import { fleetTexts } from '../../fleet-texts.ts';
import { sumsText } from '../../sums-text.ts';
import type { GroupEntry } from '../fleet-entries.ts';
import rowClasses from './fleet-row.module.css';
import { rowElementId } from './fleet-row.tsx';
import classes from './group-row.module.css';
import { SelectBox } from './select-box.tsx';

const texts = fleetTexts.groups;

/** Heading of a group: totals of its miners, and a box that selects all of them. */
export const GroupRow = memo(function GroupRow(props: {
  group: GroupEntry;
  index: number;
  topPx: number;
  active: boolean;
  selected: 'all' | 'some' | 'none';
  onToggle: (group: GroupEntry) => void;
  onSelect: (group: GroupEntry) => void;
}) {
  const { group, active, selected } = props;
  const { label, sums, isOpen } = group;
  const Caret = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <tr
      id={rowElementId(group.key)}
      aria-rowindex={props.index + 2}
      aria-level={1}
      aria-expanded={isOpen}
      aria-selected={selected === 'all'}
      aria-label={texts.head(label, sums.miners)}
      tabIndex={-1}
      className={[rowClasses.row, classes.head, active && rowClasses.active, selected === 'all' && rowClasses.selected]
        .filter(Boolean)
        .join(' ')}
      style={{ transform: `translateY(${props.topPx}px)` }}
      onClick={() => props.onToggle(group)}
    >
      <td className={classes.cell}>
        <SelectBox
          label={fleetTexts.table.select(texts.head(label, sums.miners))}
          selected={selected === 'all'}
          partly={selected === 'some'}
          onSelect={() => props.onSelect(group)}
        />
        <Caret size={14} aria-hidden="true" />
        <strong className={classes.label}>{label}</strong>
        <span className={classes.sums}>
          {texts.hashing(sums.counts.hashing, sums.miners)}
          {sumsText(sums).map((text) => ` · ${text}`)}
          {sums.counts.attention > 0 && (
            <span
              className={`${classes.attention} ${tones[SEVERITY_MARKS[sums.critical ? 'critical' : 'warning'].tone]}`}
            >
              {' · '}
              {texts.problems(sums.counts.attention)}
            </span>
          )}
        </span>
      </td>
    </tr>
  );
});
