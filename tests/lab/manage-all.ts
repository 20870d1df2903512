import type { MinerModel } from '../../src-shared/model/index.ts';
import { until } from '../fixtures/patience.ts';
import type { LabProgram } from './lab.ts';

/**
 * Waits until this number of miners is known with key and presets, and manages all of them, so that
 * they are polled.
 */
export async function manageAll(powerhive: LabProgram, count: number): Promise<void> {
  const models = (): Promise<MinerModel[]> => powerhive.rest('GET', '/models');
  await until('the miners, their keys and their presets', async () => {
    const miners = await powerhive.miners();
    const known = (await models()).filter(({ presets }) => presets.length > 0).map(({ alias }) => alias);
    const isSettled = miners.every((miner) => miner.has_api_key && known.includes(miner.model_alias ?? ''));
    return miners.length === count && isSettled;
  });
  for (const { alias, presets } of await models()) {
    await powerhive.rest('PATCH', `/models/${alias}`, { max_preset: presets.at(-1)?.name });
  }
  for (const { id } of await powerhive.miners()) await powerhive.rest('PATCH', `/miners/${id}`, { managed: true });
  await until('a reading of each', async () =>
    (await powerhive.miners()).every(({ latest_status }) => latest_status !== null),
  );
}
