import { useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { byUrgency } from '../../../src-shared/alerts/urgency.ts';
import type { Incident } from '../../../src-shared/model/index.ts';
import { rackOf } from '../../../src-shared/place.ts';
import { useLive, usePowerHive } from '../../api/use-powerhive.ts';
import { Choice } from '../../ui/forms/choice.tsx';
import { formatHash, useHashText } from '../../ui/hash-location.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { ListPage } from '../../ui/layout/page.tsx';
import { SearchBox, type SearchBoxHandle } from '../fleet/search/search-box.tsx';
import { BoardConditionsScreen } from './board-conditions/board-conditions-screen.tsx';
import { TABS, type Tab } from './incident-tabs.ts';
import classes from './incidents.module.css';
import { incidentsTexts } from './incidents-texts.ts';
import { IncidentsCsvButton } from './list/incidents-csv-button.tsx';
import { ResolvedIncidents, UnresolvedIncidents } from './list/incidents-list.tsx';
import { racksTogether } from './list/sort-by-rack.ts';
import { useIncidentSearch } from './list/use-incident-search.ts';
import { useMoreProblems } from './list/use-more-problems.ts';
import { MaintenanceList } from './maintenance/maintenance-list.tsx';
import { IncidentPanel } from './panel/incident-panel.tsx';
import { RulesList } from './rules/rules-list.tsx';

const texts = incidentsTexts;
/** The tabs with incidents, which can be searched. */
const SEARCHED: readonly Tab[] = ['open', 'acknowledged', 'snoozed', 'resolved'];

const NONE: readonly Incident[] = [];

/**
 * What needs attention: a row for each cause, and a panel for the opened one. `shown` is a tab, or
 * the id of an incident. `ruleId`: the rule that is opened in the tab of rules.
 */
export function IncidentsScreen({ shown, ruleId = null }: { shown: string | null; ruleId?: string | null }) {
  const live = useLive((view) => view.incidents);
  const named = shown === null ? 'open' : TABS.find((one) => one === shown);
  const [last, setLast] = useState<Tab>(named ?? 'open');
  if (named !== undefined && named !== last) setLast(named);
  const tab = named ?? last;
  const incidentId = named === undefined ? shown : null;
  const [, navigate] = useLocation();
  const box = useRef<SearchBoxHandle>(null);
  const inAddress = useHashText();
  const isSearched = SEARCHED.includes(tab);
  const text = isSearched ? inAddress : '';
  const { language, find } = useIncidentSearch(text);
  const { miners } = usePowerHive().live.state;
  const counts = useMemo(() => {
    const sorted = find(live).toSorted(byUrgency);
    const together = racksTogether(sorted, (id) => rackOf(miners.get(id)?.place ?? null));
    return Map.groupBy(together, ({ state }) => state);
  }, [live, find, miners]);
  const current = tab === 'open' || tab === 'acknowledged' || tab === 'snoozed' ? (counts.get(tab) ?? NONE) : null;
  const go = (path: string, replace = false): void => navigate(formatHash({ path, text }), { replace });
  const search = (next: string): void => {
    const path = incidentId === null ? pathOf(tab) : `/incidents/${incidentId}`;
    navigate(formatHash({ path, text: next }), { replace: true });
  };
  useKeys({
    '/': () => box.current?.focus(),
    Escape: () => {
      if (box.current?.leave() === true) return;
      if (incidentId !== null) go(pathOf(tab));
      else if (text !== '') search('');
    },
  });
  const more = useMoreProblems();
  const count = (state: Incident['state']): number => counts.get(state)?.length ?? 0;
  const tabs = (
    <Choice
      label={texts.tabs.label}
      value={tab}
      onChange={(next) => (SEARCHED.includes(next) ? go(pathOf(next)) : navigate(pathOf(next)))}
      options={[
        { value: 'open', text: texts.tabs.open(count('open'), text.trim() === '' ? more : 0) },
        { value: 'acknowledged', text: texts.tabs.acknowledged(count('acknowledged')) },
        { value: 'snoozed', text: texts.tabs.snoozed(count('snoozed')) },
        { value: 'resolved', text: texts.tabs.resolved },
        { value: 'chips', text: texts.tabs.chips },
        { value: 'rules', text: texts.tabs.rules },
        { value: 'maintenance', text: texts.tabs.maintenance },
      ]}
    />
  );
  if (tab === 'chips') return <BoardConditionsScreen tabs={tabs} />;
  return (
    <div className={classes.screen}>
      <div className={classes.main}>
        <ListPage
          title={texts.title}
          about={tab === 'rules' ? texts.aboutRules : tab === 'maintenance' ? texts.maintenance.about : texts.about}
          controls={tabs}
          full
        >
          {isSearched && (
            <SearchBox
              ref={box}
              label={texts.search}
              placeholder={texts.searchFor}
              language={language}
              text={text}
              onText={search}
            >
              <IncidentsCsvButton shown={current} text={text} />
            </SearchBox>
          )}
          {tab === 'rules' ? (
            <RulesList open={live} ruleId={ruleId} />
          ) : tab === 'maintenance' ? (
            <MaintenanceList />
          ) : tab === 'resolved' ? (
            <ResolvedIncidents text={text} opened={incidentId} />
          ) : (
            <UnresolvedIncidents state={tab} incidents={counts.get(tab) ?? NONE} text={text} opened={incidentId} />
          )}
        </ListPage>
      </div>
      {incidentId !== null && (
        <IncidentPanel key={incidentId} incidentId={incidentId} onClose={() => go(pathOf(tab))} />
      )}
    </div>
  );
}

function pathOf(tab: Tab): string {
  return tab === 'open' ? '/incidents' : `/incidents/${tab}`;
}
