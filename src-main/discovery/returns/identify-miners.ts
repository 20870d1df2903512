import type { Settings } from '../../../src-shared/model/index.ts';
import type { Address } from '../../drivers/address.ts';
import type { MinerGateway } from '../../gateway/miner-gateway.ts';
import { Semaphore } from '../../runtime/semaphore.ts';
import type { Dialer } from '../dial/dialer.ts';
import { scanCap } from '../pass/pass-settings.ts';

export interface IdentifyDeps {
  readonly dials: Dialer;
  readonly minerGateway: Pick<MinerGateway, 'identify'>;
  readonly settings: () => Pick<Settings, 'network'>;
}

/** A miner that has identified itself; `mac` is null if it reports none. */
export interface IdentifiedMiner {
  readonly address: Address;
  readonly mac: string | null;
}

const IDENTIFIED_AT_ONCE = 64;

/** Dials addresses, identifies the hosts that accept, and returns the miners among them. */
export async function identifyMiners(
  addresses: readonly Address[],
  { dials, minerGateway, settings }: IdentifyDeps,
  signal: AbortSignal,
): Promise<IdentifiedMiner[]> {
  const { network } = settings();
  const open: Address[] = [];
  await dials.scan(addresses, {
    timeoutMs: network.light_scan_timeout_ms,
    cap: scanCap(network),
    signal,
    onResult: (address, result) => {
      if (result === 'open') open.push(address);
    },
  });
  const timeoutMs = network.miner_probe_timeout_ms;
  const room = new Semaphore(IDENTIFIED_AT_ONCE);
  const miners: IdentifiedMiner[] = [];
  const identify = async (address: Address): Promise<void> => {
    if (signal.aborted) return;
    const identity = await minerGateway.identify({ address }, { signal, timeoutMs });
    if (identity.ok) miners.push({ address, mac: identity.value.info.mac });
  };
  await Promise.all(open.map((address) => room.run(() => identify(address))));
  return miners;
}
