import { minerName } from '../../src-shared/miner/miner-name.ts';
import type { Actor, MinerPatch, NewEvent } from '../../src-shared/model/index.ts';
import type { StoredMiner } from '../store/store.ts';

/** The events of decisions about a miner, one for each. */
export function patchEvents(before: StoredMiner, after: StoredMiner, patch: MinerPatch, actor: Actor): NewEvent[] {
  const about = { miner_id: after.id, actor };
  const name = minerName(after);
  const events: NewEvent[] = [];
  if (patch.managed !== undefined) {
    events.push({ event: patch.managed ? 'miner_managed' : 'miner_unmanaged', ...about, data: { name } });
  }
  if (patch.nickname !== undefined) {
    const names = { before: minerName(before), after: name };
    events.push({ event: after.nickname === null ? 'miner_name_removed' : 'miner_renamed', ...about, data: names });
  }
  if (patch.tags !== undefined) {
    const data = { name, before: [...before.tags], after: [...after.tags] };
    events.push({ event: 'miner_tags_changed', ...about, data });
  }
  if (patch.place !== undefined && after.place !== before.place) {
    events.push({ event: 'miner_placed', ...about, data: { name, before: before.place, after: after.place } });
  }
  const accepted = after.preset_baseline?.preset ?? null;
  const usual = before.preset_baseline?.preset ?? before.preset_set;
  if (patch.accept_preset === false && before.preset_baseline !== after.preset_baseline) {
    const data = { name, before: usual, after: accepted ?? after.preset_set };
    events.push({ event: 'miner_preset_acceptance_undone', ...about, data });
  }
  if (patch.accept_preset === true && accepted !== null && accepted !== usual) {
    events.push({ event: 'miner_preset_accepted', ...about, data: { name, before: usual, after: accepted } });
  }
  if (patch.unlock_pass !== undefined) {
    const data = { name, is_default: patch.unlock_pass === null };
    events.push({ event: 'miner_password_changed', ...about, data });
  }
  return events;
}
