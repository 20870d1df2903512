import { parseArgs } from 'node:util';
import { parseEndpointRange } from '../../src-main/demo/endpoints.ts';
import { startSimulatedFleet } from '../../src-main/demo/fleet.ts';
import { benchKey } from './known-farm.ts';

// A simulated farm in a process of its own, so that what it takes is not counted as PowerHive's.
// Each miner has an API key already.
const { values } = parseArgs({
  options: { listen: { type: 'string', default: '' }, profile: { type: 'string', default: 'mixed' } },
});
const fleet = await startSimulatedFleet({ endpoints: parseEndpointRange(values.listen), profile: values.profile });
fleet.miners.forEach(({ device }, i) => {
  device.access.putApiKey(benchKey(i), 'bench', 0);
});
process.stdout.write('ready\n');
process.on('SIGTERM', () => process.exit(0));
