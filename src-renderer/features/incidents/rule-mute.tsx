import { Button, Menu } from '@mantine/core';
import { DAY_MS, HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { minerName } from '../../../src-shared/miner-name.ts';
import type { Maintenance, Rule } from '../../../src-shared/model/index.ts';
import { matchesQuery, parseQuery } from '../../../src-shared/query/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { useFarmNow } from '../../api/use-farm-now.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { toastDone, toastFailure } from '../../ui/feedback/toast.tsx';
import { clockTime } from '../../ui/times.ts';
import { shownNowMs } from '../../ui/use-now.ts';
import classes from './incidents.module.css';
import { incidentsTexts } from './incidents-texts.ts';
import { rulesTexts } from './rules-texts.ts';
import { tomorrowMorning } from './snooze-until.ts';

const texts = rulesTexts.mute;
/** Matches every miner, managed or not. */
export const ALL_MINERS = 'mac:*';
const LENGTHS = ['hour', 'hours', 'morning', 'week'] as const;

function endOf(length: (typeof LENGTHS)[number], nowMs: number): number {
  if (length === 'morning') return tomorrowMorning(nowMs);
  return nowMs + { hour: HOUR_MS, hours: 4 * HOUR_MS, week: 7 * DAY_MS }[length];
}

/** Until when a rule is muted, for all miners or for some, and a menu that mutes it. */
export function RuleMute({ rule, listed }: { rule: Rule; listed: readonly Maintenance[] }) {
  const { client } = usePowerHive();
  const nowMs = shownNowMs();
  const own = listed.filter(
    ({ rule_ids, starts_at, ends_at }) => rule_ids.includes(rule.id) && starts_at <= nowMs && ends_at > nowMs,
  );
  const whole = own.filter(({ query }) => query === ALL_MINERS).sort((a, b) => b.ends_at - a.ends_at);
  const [longest] = whole;
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      toastFailure(texts.failed, callErrorMessage(error));
    }
  };
  const unmute = (): Promise<void> =>
    attempt(() => Promise.all(whole.map(({ id }) => client.maintenance.remove({ id }))));
  const mute = (length: (typeof LENGTHS)[number]): Promise<void> =>
    attempt(async () => {
      const ends_at = endOf(length, shownNowMs());
      const reason = incidentsTexts.muteReason;
      const { id } = await client.maintenance.create({ query: ALL_MINERS, ends_at, reason, rule_ids: [rule.id] });
      const undo = (): void => void attempt(() => client.maintenance.remove({ id }));
      toastDone(texts.done(rule.name, clockTime(ends_at, shownNowMs())), '', { label: incidentsTexts.undo, run: undo });
    });
  // A rule about PowerHive itself is about no miner.
  if (rule.about === 'powerhive') return null;
  if (longest !== undefined) {
    return (
      <span className={classes.muted}>
        {texts.until(clockTime(longest.ends_at, nowMs))}
        <Button size="compact-xs" variant="default" aria-label={texts.endOf(rule.name)} onClick={() => void unmute()}>
          {texts.end}
        </Button>
      </span>
    );
  }
  return (
    <span className={classes.muted}>
      {own.length > 0 && <MutedMiners own={own} />}
      {rule.enabled && (
        <Menu>
          <Menu.Target>
            <Button size="compact-xs" variant="default" aria-label={texts.muteOf(rule.name)}>
              {texts.mute}
            </Button>
          </Menu.Target>
          <Menu.Dropdown aria-label={texts.muteOf(rule.name)}>
            {LENGTHS.map((length) => (
              <Menu.Item key={length} onClick={() => void mute(length)}>
                {texts.lengths[length]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </span>
  );
}

/** "R1-S03 until 14:00", or how many miners until the last of them is heard again. */
function MutedMiners({ own }: { own: readonly Maintenance[] }) {
  const { miners, moment } = useFarmNow();
  const queries = own.map(({ query }) => parseQuery(query));
  const silent = miners.filter((miner) =>
    queries.some((query) => matchesQuery(query, miner, moment.nowMs, moment.staleAfterMs)),
  );
  const until = clockTime(Math.max(...own.map(({ ends_at }) => ends_at)), moment.nowMs);
  const [first] = silent;
  if (first === undefined) return null;
  return <span>{silent.length === 1 ? texts.one(minerName(first), until) : texts.many(silent.length, until)}</span>;
}
