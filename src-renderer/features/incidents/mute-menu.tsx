import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { toastDone, toastFailure } from '../../ui/feedback/toast.tsx';
import { clockTime } from '../../ui/times.ts';
import { shownNowMs } from '../../ui/use-now.ts';
import { incidentsTexts } from './incidents-texts.ts';

const texts = incidentsTexts;
const DAYS = { day: 1, week: 7, month: 30 } as const;
const LENGTHS = ['day', 'week', 'month'] as const;

/** Silences one rule for one miner by a maintenance, which is listed and can be ended there. */
export function MuteMenu({ minerId, ruleId }: { minerId: string; ruleId: string }) {
  const { orpc, client } = usePowerHive();
  const rules = useQuery(orpc.rules.list.queryOptions({ staleTime: 60_000 }));
  const rule = rules.data?.find(({ id }) => id === ruleId)?.name ?? ruleId;
  const mute = async (days: number): Promise<void> => {
    const ends_at = shownNowMs() + days * DAY_MS;
    try {
      const made = await client.maintenance.create({
        query: `mac=${minerId}`,
        ends_at,
        reason: texts.muteReason,
        rule_ids: [ruleId],
      });
      const undo = (): void => void client.maintenance.remove({ id: made.id }).catch(() => undefined);
      toastDone(texts.muted(rule, clockTime(ends_at, shownNowMs())), '', { label: texts.undo, run: undo });
    } catch (error) {
      toastFailure(texts.notDone, callErrorMessage(error));
    }
  };
  const words = texts.mutes(rule);
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default">{texts.mute}</Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={texts.mute}>
        {LENGTHS.map((length) => (
          <Menu.Item key={length} onClick={() => void mute(DAYS[length])}>
            {words[length]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
