import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { clockTime } from '../../../ui/times.ts';
import { shownNowMs } from '../../../ui/use-now.ts';
import { incidentsTexts } from '../incidents-texts.ts';
import { useMute } from '../rules/use-mute.ts';
import { endOf } from '../silent-lengths.ts';

const texts = incidentsTexts;
const LENGTHS = ['day', 'week', 'month'] as const;

/** Mutes one rule for one miner. */
export function MuteMenu({ minerId, ruleId }: { minerId: string; ruleId: string }) {
  const { orpc } = usePowerHive();
  const mute = useMute();
  const rules = useQuery(orpc.rules.list.queryOptions({ staleTime: 60_000 }));
  const rule = rules.data?.find(({ id }) => id === ruleId)?.name ?? ruleId;
  const muteFor = (length: (typeof LENGTHS)[number]): void => {
    const endsAt = endOf(length, shownNowMs());
    const done = texts.muted(rule, clockTime(endsAt, shownNowMs()));
    void mute({ ruleId, query: `mac=${minerId}`, endsAt, done });
  };
  const words = texts.mutes(rule);
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default">{texts.mute}</Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={texts.mute}>
        {LENGTHS.map((length) => (
          <Menu.Item key={length} onClick={() => muteFor(length)}>
            {words[length]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
