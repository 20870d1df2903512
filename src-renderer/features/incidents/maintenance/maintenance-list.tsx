import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { actorNoun } from '../../../../src-shared/text/actor-words.ts';
import { numberText } from '../../../../src-shared/text/count-text.ts';
import { LoadFailed } from '../../../api/load-failed.tsx';
import { useFarmNow } from '../../../api/use-farm-now.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { Skeleton } from '../../../ui/feedback/callout.tsx';
import { clockTime } from '../../../ui/times.ts';
import { useNow } from '../../../ui/use-now.ts';
import { filterMiners } from '../../fleet/search/fleet-filter.ts';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';
import { maintainedMiners } from './maintained-miners.ts';
import { MaintenanceForm } from './maintenance-form.tsx';
import { useEndMaintenance } from './use-end-maintenance.ts';

const texts = incidentsTexts.maintenance;

/** Current and future maintenance, and a form to add one. */
export function MaintenanceList() {
  const { orpc } = usePowerHive();
  const nowMs = useNow();
  const { miners, moment } = useFarmNow();
  const listed = useQuery(orpc.maintenance.list.queryOptions({ staleTime: 0 }));
  const rules = useQuery(orpc.rules.list.queryOptions({ staleTime: 60_000 }));
  const names = new Map(rules.data?.map(({ id, name }) => [id, name]));
  const end = useEndMaintenance();
  if (listed.data === undefined) {
    return listed.isError ? (
      <LoadFailed title={texts.failed} query={listed} />
    ) : (
      <Skeleton rows={4} label={incidentsTexts.loading} />
    );
  }
  return (
    <>
      {/* Not in what scrolls, which would cut its suggestions. */}
      <MaintenanceForm onAdded={() => void listed.refetch()} />
      {listed.data.length === 0 ? (
        <p className={classes.nothing}>{texts.none}</p>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table} aria-label={texts.list}>
            <thead>
              <tr>
                <th>{texts.columns.who}</th>
                <th className={classes.number}>{texts.columns.count}</th>
                <th>{texts.columns.rules}</th>
                <th>{texts.columns.from}</th>
                <th>{texts.columns.until}</th>
                <th>{texts.columns.reason}</th>
                <th>{texts.columns.by}</th>
                <th>
                  <span className="visually-hidden">{texts.end}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {listed.data.map((window) => {
                const { id, query, rule_ids, starts_at, ends_at, reason, actor } = window;
                const who = maintainedMiners(query);
                return (
                  <tr key={id}>
                    <th scope="row">{who}</th>
                    <td className={classes.number}>{numberText(filterMiners(miners, query, moment).length)}</td>
                    <td>
                      {rule_ids.length === 0 ? texts.allRules : rule_ids.map((one) => names.get(one) ?? one).join(', ')}
                    </td>
                    <td>{clockTime(starts_at, nowMs)}</td>
                    <td>{clockTime(ends_at, nowMs)}</td>
                    <td>{reason}</td>
                    <td>{actorNoun(actor)}</td>
                    <td className={classes.number}>
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-label={texts.endOf(who)}
                        onClick={() => void end([window], texts.ended(who))}
                      >
                        {texts.end}
                      </Button>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
