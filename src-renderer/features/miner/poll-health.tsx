import type { ReactNode } from 'react';
import type { Miner } from '../../../src-shared/model/index.ts';
import { formatDuration } from '../../../src-shared/text/format-duration.ts';
import { Section } from '../../ui/layout/section.tsx';
import { ago, clockTime } from '../../ui/times.ts';
import { minerTexts } from './miner-texts.ts';
import classes from './poll-health.module.css';

const texts = minerTexts.connection;

/** Monitoring status and identifiers of this miner. */
export function PollHealth({ miner, nowMs }: { miner: Miner; nowMs: number }) {
  const { polling } = miner;
  return (
    <Section title={texts.title}>
      <dl className={classes.list}>
        <Item name={texts.monitored}>{monitoredWords(miner)}</Item>
        <Item name={texts.lastReading}>
          {polling.last_success_at === null ? texts.never : ago(polling.last_success_at, nowMs)}
        </Item>
        {polling.consecutive_failures > 0 && <Item name={texts.failedAttempts}>{polling.consecutive_failures}</Item>}
        {polling.next_attempt_at !== null && (
          <Item name={texts.nextReading}>{nextReading(polling.next_attempt_at, nowMs)}</Item>
        )}
        {polling.last_error !== null && <Item name={texts.lastError}>{polling.last_error}</Item>}
        <Item name={texts.apiKey}>{miner.has_api_key ? texts.apiKeyYes : texts.apiKeyNo}</Item>
        <Item name={texts.mac}>{miner.id}</Item>
        {miner.label !== null && <Item name={texts.label}>{miner.label}</Item>}
        {miner.hostname !== null && <Item name={texts.hostname}>{miner.hostname}</Item>}
        <Item name={texts.firstSeen}>{clockTime(miner.first_seen_at, nowMs)}</Item>
        {miner.conflict_ips.length > 0 && <Item name={texts.duplicateMac}>{miner.conflict_ips.join(', ')}</Item>}
      </dl>
    </Section>
  );
}

function monitoredWords({ online, managed, polling }: Miner): string {
  if (polling.eligible) return texts.yes;
  return managed && !online ? texts.offline : (polling.reason ?? texts.no);
}

function Item({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function nextReading(atMs: number, nowMs: number): string {
  return atMs <= nowMs ? texts.nextNow : texts.nextIn(formatDuration((atMs - nowMs) / 1000));
}
