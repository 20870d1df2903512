import { cutTo } from '../../../src-shared/text/cut-to.ts';
import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { noModel, refuse } from '../../api/refuse.ts';
import type { OperationsParts } from './operations-parts.ts';

export function createModelOperations({ fleet, polling }: OperationsParts) {
  return {
    list: () => fleet.modelRows(),
    async update({ params: { alias }, body: { max_preset: maxPreset } }, { actor }: By) {
      const model = fleet.model(alias);
      if (model === null) return noModel(alias);
      const allowed = model.presets.map((preset) => preset.name);
      if (maxPreset !== null && !allowed.includes(maxPreset)) {
        const message =
          allowed.length === 0
            ? `The presets of ${model.name} are not known yet. They are read from the first of its miners that can be unlocked.`
            : `${maxPreset === '' ? 'This' : `"${cutTo(maxPreset, 64)}"`} is no preset of ${model.name}. Choose one of ${allowed.join(', ')}, or null for no limit.`;
        return refuse({ code: 'UNPROCESSABLE_CONTENT', message, data: { path: 'max_preset', allowed } });
      }
      const row = await fleet.setMaxPreset(alias, maxPreset, actor);
      if (row === null) return noModel(alias);
      polling.wake();
      return { ok: true, value: row };
    },
  } satisfies Operations['models'];
}
