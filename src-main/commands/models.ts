import { z } from 'zod';
import { MinerModel } from '../../src-shared/model/miner/miner-model.ts';
import { modelWords } from '../../src-shared/text/model-words.ts';
import { appOfOptions } from './shared/app-options.ts';
import { type CommandIo, EXIT } from './shared/command.ts';
import { formatTable } from './shared/table.ts';

/** Lists the models that the running app knows. */
export async function runModels(args: readonly string[], io: CommandIo): Promise<number> {
  const { app, json } = await appOfOptions(args);
  const models = await app.get('/models', z.array(MinerModel));
  if (json) io.stdout.write(`${JSON.stringify(models)}\n`);
  else {
    const columns = [
      { title: 'ALIAS', cell: (m: MinerModel) => m.alias },
      { title: 'NAME', cell: (m: MinerModel) => modelWords(m.name) },
      { title: 'MINERS', cell: (m: MinerModel) => String(m.miner_count), align: 'right' as const },
      { title: 'PRESETS', cell: (m: MinerModel) => String(m.presets.length), align: 'right' as const },
      { title: 'MAX PRESET', cell: (m: MinerModel) => m.max_preset ?? '—' },
    ];
    io.stdout.write(`${formatTable(models, columns)}\n`);
  }
  return EXIT.done;
}
