import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { Incident } from '../../../src-shared/model/index.ts';
import { useLive } from '../../api/use-powerhive.ts';
import { Choice } from '../../ui/forms/choice.tsx';
import { ListPage } from '../../ui/layout/page.tsx';
import { AnomaliesScreen } from '../anomalies/anomalies-screen.tsx';
import classes from './alerts.module.css';
import { alertsTexts } from './alerts-texts.ts';
import { IncidentPanel } from './incident-panel.tsx';
import { byUrgency } from './incident-words.ts';
import { IncidentRows, ResolvedIncidents } from './incidents-list.tsx';
import { MaintenanceList } from './maintenance-list.tsx';
import { RulesList } from './rules-list.tsx';

const texts = alertsTexts;
const TABS = ['open', 'acknowledged', 'snoozed', 'resolved', 'chips', 'rules', 'maintenance'] as const;
type Tab = (typeof TABS)[number];

/** What boards and chips show now. */
export const CHIPS_TAB = 'chips' satisfies Tab;

/**
 * What needs attention: a row for each cause, and beside it the one that is opened. `place` is a
 * tab, or the id of an incident.
 */
export function ProblemsScreen({ place }: { place: string | null }) {
  const live = useLive((view) => view.incidents);
  const named = place === null ? 'open' : TABS.find((one) => one === place);
  const [last, setLast] = useState<Tab>(named ?? 'open');
  if (named !== undefined && named !== last) setLast(named);
  const tab = named ?? last;
  const incidentId = named === undefined ? place : null;
  const [, navigate] = useLocation();
  const counts = useMemo(() => Map.groupBy(live, ({ state }) => state), [live]);
  const count = (state: Incident['state']): number => counts.get(state)?.length ?? 0;
  const tabs = (
    <Choice
      label={texts.tabs.label}
      value={tab}
      onChange={(next) => navigate(pathOf(next))}
      options={[
        { value: 'open', text: texts.tabs.open(count('open')) },
        { value: 'acknowledged', text: texts.tabs.acknowledged(count('acknowledged')) },
        { value: 'snoozed', text: texts.tabs.snoozed(count('snoozed')) },
        { value: 'resolved', text: texts.tabs.resolved },
        { value: 'chips', text: texts.tabs.chips },
        { value: 'rules', text: texts.tabs.rules },
        { value: 'maintenance', text: texts.tabs.maintenance },
      ]}
    />
  );
  if (tab === 'chips') return <AnomaliesScreen tabs={tabs} />;
  return (
    <div className={classes.screen}>
      <div className={classes.main}>
        <ListPage title={texts.title} about={texts.about} controls={tabs}>
          {tab === 'rules' ? (
            <RulesList open={live} />
          ) : tab === 'maintenance' ? (
            <MaintenanceList />
          ) : tab === 'resolved' ? (
            <ResolvedIncidents opened={incidentId} />
          ) : (
            <IncidentRows state={tab} incidents={[...(counts.get(tab) ?? [])].sort(byUrgency)} opened={incidentId} />
          )}
        </ListPage>
      </div>
      {incidentId !== null && (
        <IncidentPanel key={incidentId} incidentId={incidentId} onClose={() => navigate(pathOf(tab))} />
      )}
    </div>
  );
}

function pathOf(tab: Tab): string {
  return tab === 'open' ? '/incidents' : `/incidents/${tab}`;
}
