import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { quoteValue, rackQuery } from '../../../src-shared/query/index.ts';
import { numberText } from '../../../src-shared/text/count-text.ts';
import { formatTotalPower, quantityText } from '../../../src-shared/units.ts';
import { HASHING_MARK, OFFLINE_MARK } from '../../miner-view/miner-look.ts';
import { rackSlots, sizeOf } from '../../miner-view/racks/rack-slots.ts';
import { SEVERITY_MARKS } from '../../miner-view/severity-marks.ts';
import { formatHash } from '../../ui/hash-location.ts';
import { type Mark, StateMark } from '../../ui/state-mark.tsx';
import type { ListedRack } from './rack-list.ts';
import { RackLoad } from './rack-load.tsx';
import classes from './racks.module.css';
import { formatRackLocation } from './racks-location.ts';
import { racksTexts as texts } from './racks-texts.ts';

/** Equipment that several racks can share, in the order of the columns. */
const SHARED = ['pdu', 'switch'] as const;

/** All racks, with actions for each. */
export function RackTable(props: {
  racks: readonly ListedRack[];
  onEdit: (rack: ListedRack) => void;
  onRemove: (rack: ListedRack) => void;
}) {
  const { racks } = props;
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={texts.list}>
        <thead>
          <tr>
            {Object.entries(texts.columns).map(([id, name]) => (
              <th key={id} scope="col" className={id === 'miners' ? classes.number : undefined}>
                {name}
              </th>
            ))}
            <th>
              <span className="visually-hidden">{texts.edit}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {racks.map((listed) => (
            <RackRow key={listed.rack} listed={listed} onEdit={props.onEdit} onRemove={props.onRemove} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RackRow(props: {
  listed: ListedRack;
  onEdit: (rack: ListedRack) => void;
  onRemove: (rack: ListedRack) => void;
}) {
  const { listed } = props;
  const { rack, known, miners, sums } = listed;
  const size = sizeOf(known);
  const limitW = known?.power_limit_w ?? null;
  return (
    <tr>
      <th scope="row">{rack}</th>
      <td>
        <State listed={listed} />
      </td>
      <td className={classes.number}>
        {miners.length === 0 ? (
          0
        ) : (
          <Link href={formatHash({ path: '/fleet', text: rackQuery(rack) })}>{numberText(miners.length)}</Link>
        )}
      </td>
      <td>{size === null ? texts.unknown : sizeText(listed, size)}</td>
      <td className={classes.power}>
        {limitW === null ? (
          quantityText(formatTotalPower(sums.powerW))
        ) : (
          <RackLoad rack={rack} sums={sums} limitW={limitW} />
        )}
      </td>
      {SHARED.map((field) => (
        <td key={field}>
          <Shared field={field} value={known?.[field] ?? null} />
        </td>
      ))}
      <td className={classes.buttons}>
        {size !== null && (
          <Link href={formatRackLocation(rack)} aria-label={texts.placeIn(rack)}>
            {texts.place}
          </Link>
        )}
        <Button
          size="compact-xs"
          variant="default"
          aria-label={texts.editRack(rack)}
          onClick={() => props.onEdit(listed)}
        >
          {texts.edit}
        </Button>
        {known !== null && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-label={texts.removeRack(rack)}
            onClick={() => props.onRemove(listed)}
          >
            {texts.remove}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** Whether the rack works, as a mark and in words: 0 W alone would also be a rack that is not measured. */
function State({ listed: { rack, state, sums } }: { listed: ListedRack }) {
  if (state === 'none') return texts.unknown;
  const query = rackQuery(rack);
  const { offline, attention } = sums.counts;
  if (state === 'well') return <Marked mark={HASHING_MARK}>{texts.state.well}</Marked>;
  if (state === 'part') {
    return (
      <Marked mark={SEVERITY_MARKS[sums.critical ? 'critical' : 'warning']} text={[query, 'attention'].join(' ')}>
        {texts.state.part(attention)}
      </Marked>
    );
  }
  const mark: Mark = offline === 0 ? SEVERITY_MARKS.critical : { ...OFFLINE_MARK, tone: 'red' };
  return (
    <Marked mark={mark} text={[query, '-hashing'].join(' ')} isDark>
      {texts.state.dark(offline)}
    </Marked>
  );
}

function Marked(props: { mark: Mark; text?: string; isDark?: boolean; children: string }) {
  const { mark, text, isDark = false, children } = props;
  return (
    <span className={isDark ? classes.dark : classes.state}>
      <StateMark {...mark} />
      {text === undefined ? children : <Link href={formatHash({ path: '/fleet', text })}>{children}</Link>}
    </span>
  );
}

function sizeText({ miners }: ListedRack, { rows, columns }: { rows: number; columns: number }): string {
  const { slots, others } = rackSlots(miners, { rows, columns });
  const free = slots.filter((miner) => miner === null).length - others.length;
  return texts.size(rows, columns, Math.max(0, free));
}

/** A PDU or a switch, with a link to all miners connected to it. */
function Shared({ field, value }: { field: (typeof SHARED)[number]; value: string | null }) {
  if (value === null) return texts.unknown;
  return <Link href={formatHash({ path: '/fleet', text: `${field}=${quoteValue(value)}` })}>{value}</Link>;
}
