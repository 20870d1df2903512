import { useVirtualizer } from '@tanstack/react-virtual';
import { type DOMAttributes, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { whereBesideCause } from '../../../../src-shared/miner/where-words.ts';
import type { Channel, Incident } from '../../../../src-shared/model/index.ts';
import { shownPlace } from '../../../../src-shared/place.ts';
import { actorNounOf } from '../../../../src-shared/text/actor-words.ts';
import { numberText } from '../../../../src-shared/text/count-text.ts';
import { useLiveMiner, usePowerHive } from '../../../api/use-powerhive.ts';
import { SEVERITY_MARKS } from '../../../miner-view/severity-marks.ts';
import { formatHash } from '../../../ui/hash-location.ts';
import { Parts } from '../../../ui/parts.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';
import { lostText } from '../lost-text.ts';
import { wellText, whenText } from '../when-text.ts';
import { DeliveryMarks } from './delivery-marks.tsx';
import { type FindProblem, IncidentPicture } from './incident-picture.tsx';

const texts = incidentsTexts;
const USUAL_ROW_PX = 33;
/** Up to so many rows all are in the page, also for the search of the browser. */
const MOST_IN_FULL = 100;
const OVERSCAN = 12;
/** The rows of the heading, which count too. */
const HEADING = 1;
const COLUMNS = 7;

export const incidentKey = ({ incident_id }: Incident): string => incident_id;

/** The rows of a list of incidents. Of a long list only those near the visible ones are in the page. */
export function IncidentTable(props: {
  incidents: readonly Incident[];
  channels: readonly Channel[] | null;
  /** Null for incidents that are over: then there is no column of pictures. */
  findProblem: FindProblem | null;
  /** The search text, which stays in the address. */
  text: string;
  nowMs: number;
  /** The index of the opened incident; -1 for none. */
  opened: number;
  handlers: DOMAttributes<HTMLTableSectionElement>;
}) {
  const { incidents, channels, findProblem, text, nowMs, opened, handlers } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: incidents.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => USUAL_ROW_PX,
    getItemKey: (index) => incidents[index]?.incident_id ?? index,
    overscan: incidents.length <= MOST_IN_FULL ? incidents.length : OVERSCAN,
    useFlushSync: false,
  });
  useEffect(() => {
    if (opened >= 0) virtualizer.scrollToIndex(opened);
  }, [opened, virtualizer]);
  const shown = virtualizer.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <div ref={scroller} className={classes.scroll}>
      <table className={classes.table} aria-label={texts.title} aria-rowcount={incidents.length + HEADING}>
        <thead>
          <tr>
            <th>{texts.columns.what}</th>
            {findProblem !== null && (
              <th className={classes.beside}>
                <span className="visually-hidden">{texts.columns.picture}</span>
              </th>
            )}
            <th>{findProblem === null ? texts.columns.when : texts.columns.since}</th>
            <th className={classes.number}>{texts.columns.miners}</th>
            <th className={classes.number}>{texts.columns.lost}</th>
            <th className={classes.beside}>{texts.columns.sent}</th>
            <th className={classes.beside}>{texts.columns.who}</th>
          </tr>
        </thead>
        <tbody {...handlers}>
          <Gap px={above} />
          {shown.map(({ index }) => {
            const incident = incidents[index];
            return incident === undefined ? null : (
              <IncidentRow
                key={incidentKey(incident)}
                measure={virtualizer.measureElement}
                incident={incident}
                index={index}
                channels={channels}
                findProblem={findProblem}
                text={text}
                nowMs={nowMs}
                opened={index === opened}
              />
            );
          })}
          <Gap px={below} />
        </tbody>
      </table>
    </div>
  );
}

/** The room of rows that are not in the page. */
function Gap({ px }: { px: number }) {
  if (px <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
    <tr aria-hidden="true" className={classes.gap}>
      <td colSpan={COLUMNS} style={{ height: px }} />
    </tr>
  );
}

/** Where the miners of an incident are, unless its title says so. */
function Where({ incident: { cause, miner_ids, title } }: { incident: Incident }) {
  const { miners } = usePowerHive().live.state;
  const [first, ...others] = miner_ids;
  if (first === undefined) return null;
  if (others.length === 0) return <WhereIs minerId={first} title={title} />;
  const known = miner_ids.flatMap((id) => miners.get(id) ?? []);
  const words = whereBesideCause(cause, known);
  return words === null ? null : <span className={classes.quiet}> · {words.replace(/^,? /, '')}</span>;
}

/** For one miner: its address and place, unless the title contains them. */
function WhereIs({ minerId, title }: { minerId: string; title: string }) {
  const miner = useLiveMiner(minerId);
  if (miner === undefined) return null;
  const ip = miner.ip ?? miner.last_ip;
  const place = miner.place === null ? null : shownPlace(miner.place);
  const parts = [ip !== null && title.includes(ip) ? null : ip, place].filter((part) => part !== null);
  return (
    parts.length > 0 && (
      <span className={classes.quiet}>
        {' '}
        <Parts of={parts} />
      </span>
    )
  );
}

/** The path of an incident, with the search text. */
export function pathOf({ incident_id }: Incident, text: string): string {
  return formatHash({ path: `/incidents/${incident_id}`, text });
}

interface RowProps {
  incident: Incident;
  /** Its place in the whole list, from 0. */
  index: number;
  channels: readonly Channel[] | null;
  findProblem: FindProblem | null;
  text: string;
  nowMs: number;
  opened: boolean;
}

function IncidentRow({ measure, ...props }: RowProps & { measure: (row: HTMLTableRowElement | null) => void }) {
  const { incident, index, channels, findProblem, text, nowMs, opened } = props;
  const { severity, title, ended_because, acknowledged_by, unsteady } = incident;
  const wellWords = wellText(incident, nowMs);
  const { miners } = usePowerHive().live.state;
  const algorithms = new Set(incident.miner_ids.map((id) => miners.get(id)?.algorithm ?? ''));
  return (
    <tr
      ref={measure}
      data-index={index}
      aria-rowindex={index + HEADING + 1}
      className={opened ? classes.opened : undefined}
    >
      <th scope="row">
        <StateMark {...SEVERITY_MARKS[wellWords === null ? severity : 'info']} label={texts.severities[severity]} />{' '}
        <Link href={pathOf(incident, text)} aria-current={opened ? 'true' : undefined}>
          {title}
        </Link>
        <Where incident={incident} />
        {ended_because !== null && <span className={classes.quiet}> · {texts.endedBecause(ended_because)}</span>}
        {wellWords !== null && <span className={classes.quiet}> · {wellWords}</span>}
        {unsteady && <span className={classes.quiet}> · {texts.unsteady}</span>}
      </th>
      {findProblem !== null && (
        <td className={`${classes.beside} ${classes.picture}`}>
          <IncidentPicture incident={incident} findProblem={findProblem} />
        </td>
      )}
      <td className={classes.time}>{whenText(incident, nowMs)}</td>
      <td className={classes.number}>{incident.miners_total === 0 ? '—' : numberText(incident.miner_ids.length)}</td>
      <td className={classes.number}>{lostText(incident, algorithms)}</td>
      <td className={classes.beside}>
        <DeliveryMarks deliveries={incident.deliveries} channels={channels} />
      </td>
      <td className={classes.beside}>{actorNounOf(acknowledged_by)}</td>
    </tr>
  );
}
