import type { Rule } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastDone, toastFailure } from '../../../ui/feedback/toast.tsx';
import { incidentsTexts } from '../incidents-texts.ts';
import { rulesTexts } from './rules-texts.ts';

/** The part of a maintenance that a mute chooses. */
interface Mute {
  readonly ruleId: Rule['id'];
  /** The miners about which the rule is silent. */
  readonly query: string;
  readonly endsAt: number;
  /** What the toast says afterwards. It can undo the mute. */
  readonly done: string;
}

/** Mutes a rule by a maintenance, which is listed and can be ended there. */
export function useMute() {
  const { client } = usePowerHive();
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      toastFailure(rulesTexts.mute.failed, callErrorMessage(error));
    }
  };
  return ({ ruleId, query, endsAt, done }: Mute): Promise<void> =>
    attempt(async () => {
      const reason = incidentsTexts.muteReason;
      const { id } = await client.maintenance.create({ query, ends_at: endsAt, reason, rule_ids: [ruleId] });
      const undo = (): void => void attempt(() => client.maintenance.remove({ id }));
      toastDone(done, '', { label: incidentsTexts.undo, run: undo });
    });
}
