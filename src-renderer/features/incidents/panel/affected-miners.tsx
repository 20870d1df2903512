import { Link } from 'wouter';
import { minerName, nameOf } from '../../../../src-shared/miner/miner-name.ts';
import type { IncidentDetail, IncidentMember, Miner } from '../../../../src-shared/model/index.ts';
import { shownPlace } from '../../../../src-shared/place.ts';
import { firstSentence } from '../../../../src-shared/text/first-sentence.ts';
import { useMoment } from '../../../api/use-moment.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { minerLook } from '../../../miner-view/miner-look.ts';
import { formatHash } from '../../../ui/hash-location.ts';
import { Parts } from '../../../ui/parts.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { clockTime } from '../../../ui/times.ts';
import { askSelection } from '../../fleet/table/asked-selection.ts';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';
import own from './affected-miners.module.css';
import { stillFirst } from './still-first.ts';
import { useMembersQuery } from './use-members-query.ts';

const texts = incidentsTexts;
const MOST_MINERS = 50;

/** The miners of an incident: where each is, since when it has the fault, and how it is now. */
export function AffectedMiners({ incident }: { incident: IncidentDetail }) {
  const { miners } = usePowerHive().live.state;
  const moment = useMoment();
  // Too many for a query of their own are selected among those of their cause.
  const query = useMembersQuery(incident) ?? '';
  if (incident.members.length === 0) return null;
  const present = new Set(incident.miner_ids);
  const ofMiner = [...Map.groupBy(incident.members, ({ miner_id }) => miner_id)]
    .map(([id, members]) => ({ id, members, name: nameOf(miners.get(id), id) }))
    .sort(stillFirst(present));
  const hidden = ofMiner.length - MOST_MINERS;
  const known = incident.miner_ids.flatMap((id) => miners.get(id) ?? []);
  const isMany = new Set(incident.members.map(({ message }) => firstSentence(message))).size > 1;
  return (
    <section className={classes.part} aria-label={texts.affected}>
      <h3>{texts.affected}</h3>
      <table className={own.table} aria-label={texts.affected}>
        <thead>
          <tr>
            <th>{texts.affectedColumns.miner}</th>
            <th>{texts.affectedColumns.since}</th>
            <th>{texts.affectedColumns.now}</th>
          </tr>
        </thead>
        <tbody>
          {ofMiner.slice(0, MOST_MINERS).map(({ id, members, name }) => {
            const miner = miners.get(id);
            const look = miner === undefined ? null : minerLook(miner, moment);
            return (
              <tr key={id}>
                <th scope="row">
                  <Link href={`/fleet/${id}`}>{name}</Link>
                  <span className={own.where}>
                    <Parts of={whereOf(miner)} />
                  </span>
                  {isMany && ofMiner.length > 1 && <span className={own.where}>{wordsOf(members)}</span>}
                </th>
                <td>{clockTime(Math.min(...members.map(({ since_at }) => since_at)), moment.nowMs)}</td>
                <td>
                  {incident.resolved_at === null && !present.has(id) ? (
                    texts.recoveredAt(clockTime(Math.max(...members.map(leftAt)), moment.nowMs))
                  ) : look === null ? null : (
                    <>
                      <StateMark shape={look.shape} tone={look.tone} /> {look.word}
                    </>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {hidden > 0 && <p className={classes.quiet}>{texts.more(hidden)}</p>}
      {known.length > 1 && (
        <Link
          href={formatHash({ path: '/fleet', text: query })}
          onClick={() =>
            askSelection(
              query,
              known.map(({ id }) => id),
            )
          }
        >
          {texts.selectMiners(known.length)}
        </Link>
      )}
    </section>
  );
}

const leftAt = ({ left_at }: IncidentMember): number => left_at ?? 0;

/** Its address and place, without what its name says already. */
function whereOf(miner: Miner | undefined): string[] {
  if (miner === undefined) return [];
  const name = minerName(miner);
  return [miner.ip ?? miner.last_ip, miner.place === null ? null : shownPlace(miner.place)].flatMap((part) =>
    part === null || name.includes(part) ? [] : [part],
  );
}

/** What is wrong with one of many, whose faults differ. */
function wordsOf(members: readonly IncidentMember[]): string {
  const words = new Set(members.map(({ message }) => firstSentence(message)));
  return [...words].join('; ');
}
