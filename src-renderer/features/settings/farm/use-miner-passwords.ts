import { useQuery } from '@tanstack/react-query';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import { farmSettingsTexts } from './farm-settings-texts.ts';

const texts = farmSettingsTexts.passwords;
/** Polling intervals, while passwords are being tried and otherwise. */
const OFTEN_MS = 1500;
const SELDOM_MS = 15_000;

/** The list of miner passwords without the passwords themselves, and how to change it. */
export function useMinerPasswords() {
  const { client, orpc, queries } = usePowerHive();
  const queryKey = orpc.passwords.list.queryKey();
  const { data } = useQuery(
    orpc.passwords.list.queryOptions({
      refetchInterval: (query) => ((query.state.data?.waiting ?? 0) > 0 ? OFTEN_MS : SELDOM_MS),
    }),
  );
  const change = async (call: () => ReturnType<typeof client.passwords.list>, failed: string): Promise<boolean> => {
    try {
      queries.setQueryData(queryKey, await call());
      return true;
    } catch (error) {
      toastFailure(failed, callErrorMessage(error));
      return false;
    }
  };
  return {
    data,
    add: (password: string) => change(() => client.passwords.add({ password }), texts.addFailed),
    reorder: (ids: readonly string[]) => change(() => client.passwords.reorder({ ids: [...ids] }), texts.orderFailed),
    remove: (id: string) => change(() => client.passwords.remove({ id }), texts.removeFailed),
  };
}
