import type { CallOptions } from '../../drivers/call-options.ts';
import type { MinerTarget } from '../../drivers/driver.ts';
import { failure } from '../../drivers/outcome.ts';
import type { MinerGateway } from '../../gateway/miner-gateway.ts';
import type { MinerAccess } from '../../jobs/job-dependencies.ts';

/** A reading for a job takes several requests. */
const READ_FACTOR = 3;
/** Minimum timeout of a write. Its effect is then read back. */
const LEAST_WRITE_MS = 10_000;

export interface MinerAccessOptions {
  readonly minerGateway: Pick<MinerGateway, 'readAction' | 'sendCommand' | 'backupSettings'>;
  /** The address of a miner, with its driver and key; null if not known. */
  readonly target: (id: string) => MinerTarget | null;
  readonly timeoutMs: () => number;
}

/** Access to miners for jobs: through the gateway, each at its own address only. */
export function minerAccess({ minerGateway, target, timeoutMs }: MinerAccessOptions): MinerAccess {
  const gone = 'Its address is not known: another miner may have it now, and the next scan looks for this one.';
  return {
    async read(id, parts, signal) {
      const miner = target(id);
      if (miner === null) return failure('identity_changed', gone, { retryable: true });
      const call: CallOptions = { timeoutMs: timeoutMs() * READ_FACTOR, ...(signal !== undefined && { signal }) };
      return minerGateway.readAction(miner, parts, call);
    },
    async send(id, command, signal) {
      const miner = target(id);
      if (miner === null) return { sent: 'not_sent', message: gone };
      return minerGateway.sendCommand(miner, command, { timeoutMs: Math.max(LEAST_WRITE_MS, timeoutMs()), signal });
    },
    async backup(id, signal) {
      const miner = target(id);
      if (miner === null) return failure('identity_changed', gone, { retryable: true });
      return minerGateway.backupSettings(miner, { timeoutMs: Math.max(LEAST_WRITE_MS, timeoutMs()), signal });
    },
  };
}
