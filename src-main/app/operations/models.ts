import type { Operations } from '../../api/operations.ts';
import type { OperationsParts } from './parts.ts';
import { refuse } from './refusals.ts';

export function createModelOperations({ fleet, polling, record }: OperationsParts): Operations['models'] {
  return {
    list: () => fleet.modelRows(),
    async setMaxPreset(alias, maxPreset, actor) {
      const model = fleet.model(alias);
      const noModel = `There is no model ${alias}. Models appear when a scan meets a miner of theirs.`;
      if (model === null) return refuse({ code: 'NOT_FOUND', message: noModel, data: { id: alias } });
      const allowed = model.presets.map((preset) => preset.name);
      if (maxPreset !== null && !allowed.includes(maxPreset)) {
        const message =
          allowed.length === 0
            ? `The presets of ${model.name} are not known yet. They are read from the first of its miners that can be unlocked.`
            : `"${maxPreset}" is no preset of ${model.name}. Choose one of ${allowed.join(', ')}.`;
        return refuse({ code: 'UNPROCESSABLE_CONTENT', message, data: { path: 'max_preset', allowed } });
      }
      const row = await fleet.setMaxPreset(alias, maxPreset);
      if (row === null) return refuse({ code: 'NOT_FOUND', message: noModel, data: { id: alias } });
      polling.wake();
      const data = { model_alias: alias, model_name: row.name, before: model.max_preset, after: maxPreset };
      await record({ event: 'max_preset_changed', actor, data });
      return { ok: true, value: row };
    },
  };
}
