import { Button, Menu } from '@mantine/core';
import { isCurrent } from '../../../../src-shared/alerts/maintenance-now.ts';
import { minerName } from '../../../../src-shared/miner/miner-name.ts';
import type { Maintenance, Rule } from '../../../../src-shared/model/index.ts';
import { matchesQuery, parseQuery } from '../../../../src-shared/query/index.ts';
import { useFarmNow } from '../../../api/use-farm-now.ts';
import { clockTime } from '../../../ui/times.ts';
import { shownNowMs, useNow } from '../../../ui/use-now.ts';
import classes from '../incidents.module.css';
import { ALL_MINERS } from '../maintenance/all-miners.ts';
import { useEndMaintenance } from '../maintenance/use-end-maintenance.ts';
import { endOf } from '../silent-lengths.ts';
import { rulesTexts } from './rules-texts.ts';
import { useMute } from './use-mute.ts';

const texts = rulesTexts.mute;
const LENGTHS = ['hour', 'hours', 'morning', 'week'] as const;

/** Until when a rule is muted, for all miners or for some, and a menu that mutes it. */
export function RuleMute({ rule, listed }: { rule: Rule; listed: readonly Maintenance[] }) {
  const nowMs = useNow();
  const mute = useMute();
  const end = useEndMaintenance();
  const own = listed.filter((window) => window.rule_ids.includes(rule.id) && isCurrent(window, nowMs));
  const whole = own.filter(({ query }) => query === ALL_MINERS).sort((a, b) => b.ends_at - a.ends_at);
  const [longest] = whole;
  const muteFor = (length: (typeof LENGTHS)[number]): void => {
    const endsAt = endOf(length, shownNowMs());
    const done = texts.done(rule.name, clockTime(endsAt, shownNowMs()));
    void mute({ ruleId: rule.id, query: ALL_MINERS, endsAt, done });
  };
  // A rule about PowerHive itself is about no miner.
  if (rule.about === 'powerhive') return null;
  if (longest !== undefined) {
    return (
      <span className={classes.muted}>
        {texts.until(clockTime(longest.ends_at, nowMs))}
        <Button
          size="compact-xs"
          variant="default"
          aria-label={texts.endOf(rule.name)}
          onClick={() => void end(whole, texts.ended(rule.name))}
        >
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
              <Menu.Item key={length} onClick={() => muteFor(length)}>
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
