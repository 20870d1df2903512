import { farmSummary } from '../../../src-main/app/farm-summary.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import { Settings } from '../../../src-shared/model/index.ts';
import { SyntheticFarm } from '../../bench/synthetic-farm.ts';
import { serve } from '../../fixtures/served/served.ts';

/**
 * A site of this number of miners that change like polled ones, served like `powerhive serve`.
 * Writes its port and token.
 */
const miners = Number(process.argv[2]);
const farm = new SyntheticFarm(miners);
const about = {
  version: '9.9.9',
  site: { id: '01890a5d-ac96-774b-bcce-b302099a8057', name: null },
  watching: { state: 'watching', since_at: Date.now(), reason: null },
  actionsEnabled: false,
  openIncidents: 0,
  settings: Settings.parse({}),
} as const;
farm.operations.app.summary = () => farmSummary([...farm.operations.rows.values()], momentOf(Date.now(), 15), about);
const served = await serve({ operations: farm.operations });
farm.live();
process.once('SIGTERM', () => {
  void served[Symbol.asyncDispose]().then(() => process.exit());
});
process.stdout.write(`${JSON.stringify({ port: served.server.port, token: served.token })}\n`);
