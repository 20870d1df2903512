import type { ReactNode } from 'react';
import type { Miner } from '../../../src-shared/model/index.ts';
import { formatDuration } from '../../../src-shared/units.ts';
import { Section } from '../../ui/section.tsx';
import { ago, clockTime } from '../../ui/times.ts';
import classes from './poll-health.module.css';

/** How reading this miner goes, and who it is. */
export function PollHealth({ miner, nowMs }: { miner: Miner; nowMs: number }) {
  const { polling } = miner;
  return (
    <Section title="Polling">
      <dl className={classes.list}>
        <Item name="Polled">{polling.eligible ? 'yes' : (polling.reason ?? 'no')}</Item>
        <Item name="Last success">
          {polling.last_success_at === null ? 'never' : ago(polling.last_success_at, nowMs)}
        </Item>
        {polling.consecutive_failures > 0 && <Item name="Failures in a row">{polling.consecutive_failures}</Item>}
        {polling.next_attempt_at !== null && <Item name="Next try">{nextTry(polling.next_attempt_at, nowMs)}</Item>}
        {polling.last_error !== null && <Item name="Last error">{polling.last_error}</Item>}
        <Item name="API key">{miner.has_api_key ? 'stored' : 'none yet'}</Item>
        <Item name="MAC">{miner.id}</Item>
        {miner.label !== null && <Item name="Label on the miner">{miner.label}</Item>}
        {miner.hostname !== null && <Item name="Host name">{miner.hostname}</Item>}
        <Item name="First seen">{clockTime(miner.first_seen_at, nowMs)}</Item>
        {miner.conflict_ips.length > 0 && <Item name="Same MAC at">{miner.conflict_ips.join(', ')}</Item>}
      </dl>
    </Section>
  );
}

function Item({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function nextTry(atMs: number, nowMs: number): string {
  return atMs <= nowMs ? 'now' : `in ${formatDuration((atMs - nowMs) / 1000)}`;
}
