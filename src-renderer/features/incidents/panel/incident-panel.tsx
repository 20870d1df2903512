import { Button, Menu } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { Delivery, IncidentDetail } from '../../../../src-shared/model/index.ts';
import { firstSentence, restOf } from '../../../../src-shared/text/first-sentence.ts';
import type { LiveView } from '../../../api/live/live-state.ts';
import { LoadFailed } from '../../../api/load-failed.tsx';
import { useLive, usePowerHive } from '../../../api/use-powerhive.ts';
import { useSettings } from '../../../api/use-settings.ts';
import { Skeleton } from '../../../ui/feedback/callout.tsx';
import { SidePanel, SidePanelBody } from '../../../ui/layout/side-panel.tsx';
import { clockTime } from '../../../ui/times.ts';
import { useNow } from '../../../ui/use-now.ts';
import { useAct } from '../../jobs/actions/use-act.ts';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';
import { lostInAll, lostNowText } from '../lost-text.ts';
import { endOf } from '../silent-lengths.ts';
import { suggestedText, suggestedVerb } from '../suggested-verb.ts';
import { useIncidentActions } from '../use-incident-actions.ts';
import { wellText, whenText } from '../when-text.ts';
import { AcceptPresetButton } from './accept-preset-button.tsx';
import { AffectedMiners } from './affected-miners.tsx';
import { MinerSteps } from './miner-steps.tsx';
import { MomentChart } from './moment-chart.tsx';
import { MuteMenu } from './mute-menu.tsx';
import { NoteForm } from './note-form.tsx';
import { OwnPoolButton } from './own-pool-button.tsx';
import { ResolveButton } from './resolve-button.tsx';
import { Timeline, Unsent } from './timeline.tsx';

const texts = incidentsTexts;
const SNOOZES = ['hour', 'hours', 'morning', 'monday'] as const;
const WAITING_MS = 5000;
const isWaiting = ({ state }: Delivery): boolean => state === 'waiting';

/** One incident: what is wrong, which miners are affected, its timeline, and actions. */
export function IncidentPanel({ incidentId, onClose }: { incidentId: string; onClose: () => void }) {
  const { orpc } = usePowerHive();
  const select = useCallback(
    (view: LiveView) => view.incidents.find(({ incident_id }) => incident_id === incidentId),
    [incidentId],
  );
  const live = useLive(select);
  const input = { incident_id: incidentId };
  const detail = useQuery(
    orpc.incidents.get.queryOptions({
      input,
      placeholderData: keepPreviousData,
      staleTime: 0,
      // Not in the stream any more, but its last message may still be waiting for a channel.
      refetchInterval: ({ state: { data } }) => (data?.deliveries.some(isWaiting) === true ? WAITING_MS : false),
    }),
  );
  const { refetch } = detail;
  // Also when it is no longer in the stream, because then it was resolved.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed is read again
  useEffect(() => void refetch(), [live, refetch]);
  return (
    <SidePanel label={detail.data?.title ?? texts.label} onClose={onClose} roomy>
      {detail.data !== undefined ? (
        <IncidentParts incident={detail.data} />
      ) : detail.isError ? (
        <LoadFailed title={texts.failed} query={detail} />
      ) : (
        <Skeleton rows={8} label={texts.loading} />
      )}
    </SidePanel>
  );
}

function IncidentParts({ incident }: { incident: IncidentDetail }) {
  const nowMs = useNow();
  const wellWords = wellText(incident, nowMs);
  const lostNow = incident.resolved_at === null ? lostNowText(incident.hashrate_lost_hs) : null;
  return (
    <>
      <header className={classes.head}>
        <h2 className={classes.title}>{incident.title}</h2>
        <p className={classes.quiet}>
          {texts.severities[incident.severity]} · {whenText(incident, nowMs)}
          {lostNow !== null && ` · ${lostNow}`}
          {wellWords !== null && ` · ${wellWords}`}
          <LostInAll incident={incident} />
          {incident.resolved_at === null && incident.changed_at > incident.opened_at && (
            <> · {texts.lastChange(clockTime(incident.changed_at, nowMs))}</>
          )}
        </p>
        {incident.ended_because !== null && <p>{texts.closed(incident.ended_because)}</p>}
        {incident.advice !== null && <p>{incident.advice}</p>}
        <WhatHelped incident={incident} />
        {incident.resolved_at === null && <Actions incident={incident} nowMs={nowMs} />}
      </header>
      <SidePanelBody>
        {incident.faults.length > 0 && (
          <section className={classes.part} aria-label={texts.faults}>
            <h3>{texts.faults}</h3>
            <ul>
              {incident.faults.map(({ rule_id, message, since_at }) => (
                <li key={rule_id}>
                  {isSaidOfAll(incident, rule_id)
                    ? withoutAdvice(message, incident)
                    : texts.ofOne(firstSentence(message))}{' '}
                  <span className={classes.quiet}>{clockTime(since_at, nowMs)}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <AffectedMiners incident={incident} />
        <MomentChart incident={incident} nowMs={nowMs} />
        <Timeline incident={incident} nowMs={nowMs} />
        {incident.resolved_at === null && <NoteForm incidentId={incident.incident_id} />}
        <Unsent incident={incident} nowMs={nowMs} />
      </SidePanelBody>
    </>
  );
}

/** What the suggested action did for this fault so far. */
function WhatHelped({ incident }: { incident: IncidentDetail }) {
  const verb = suggestedVerb(incident);
  if (verb === null || incident.action_record === null) return null;
  return <p className={classes.record}>{texts.record(suggestedText(incident), incident.action_record)}</p>;
}

/** Whether all miners with the fault of a rule say the same about it. */
function isSaidOfAll({ members }: IncidentDetail, ruleId: string): boolean {
  const said = members.filter(({ rule_id }) => rule_id === ruleId).map(({ message }) => firstSentence(message));
  return new Set(said).size <= 1;
}

/** What is wrong, without what already stands above as advice, and for many miners only that. */
function withoutAdvice(message: string, { advice, cause }: Pick<IncidentDetail, 'advice' | 'cause'>): string {
  const isSaidAbove = advice !== null && (cause.kind !== 'miner' || restOf(message) === advice);
  return isSaidAbove ? firstSentence(message) : message;
}

/** The total loss, in hashes and in money. */
function LostInAll({ incident }: { incident: IncidentDetail }) {
  const farm = useSettings().data?.farm;
  const { miners } = usePowerHive().live.state;
  const algorithms = new Set(incident.members.map(({ miner_id }) => miners.get(miner_id)?.algorithm ?? ''));
  const lost = lostInAll(incident, algorithms, farm);
  return lost === null ? null : ` · ${lost}`;
}

function Actions({ incident, nowMs }: { incident: IncidentDetail; nowMs: number }) {
  const { acknowledge, snooze, reopen } = useIncidentActions();
  const act = useAct();
  const id = incident.incident_id;
  const verb = suggestedVerb(incident);
  return (
    <div className={classes.buttons}>
      <MinerSteps incident={incident} />
      <AcceptPresetButton incident={incident} />
      <OwnPoolButton incident={incident} />
      {verb !== null && (
        <Button variant="default" onClick={() => act(verb, incident.miner_ids, '', incident.suggested_action?.params)}>
          {texts.act(suggestedText(incident))}
        </Button>
      )}
      {incident.state !== 'acknowledged' && (
        <Button variant="default" onClick={() => void acknowledge(id)}>
          {texts.acknowledge}
        </Button>
      )}
      <Menu>
        <Menu.Target>
          <Button variant="default">{texts.snooze}</Button>
        </Menu.Target>
        <Menu.Dropdown aria-label={texts.snooze}>
          {SNOOZES.map((length) => (
            <Menu.Item key={length} onClick={() => void snooze(id, endOf(length, nowMs))}>
              {texts.snoozes[length]}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => void snooze(id, null)}>{texts.snoozes.change}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {incident.state !== 'open' && (
        <Button variant="default" onClick={() => void reopen(id)}>
          {texts.reopen}
        </Button>
      )}
      {incident.cause.kind === 'miner' && <MuteMenu minerId={incident.cause.key} ruleId={incident.rule_id} />}
      <ResolveButton incident={incident} />
    </div>
  );
}
