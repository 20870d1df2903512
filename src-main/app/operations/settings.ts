import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { refuse } from '../../api/refuse.ts';
import { listLocalNetworks } from '../../discovery/local-networks.ts';
import { countAddresses, isPublic, parseTarget } from '../../discovery/parse-targets.ts';
import { wrongChannels } from './input/rule-input.ts';
import type { OperationsParts } from './operations-parts.ts';

export function createSettingsOperations({ settings, settingsAudit, channels }: OperationsParts) {
  return {
    get: () => settings.current,
    async update(patch, { actor }: By) {
      const { escalation } = patch.notifications ?? {};
      const kept = settings.current.notifications.escalation?.channels ?? [];
      const wrong = wrongChannels('notifications.escalation.channels', escalation?.channels ?? [], kept, channels);
      if (wrong !== null) return wrong;
      const result = await settingsAudit.update(patch, actor);
      if (!result.ok) {
        return refuse({ code: 'UNPROCESSABLE_CONTENT', message: result.message, data: { path: 'settings' } });
      }
      return { ok: true, value: result.value };
    },
    localNetworks: () => listLocalNetworks(),
    previewTargets({ targets }) {
      const { port } = settings.current.network;
      const parts = targets.map((text) => {
        const parsed = parseTarget(text, { defaultPort: port });
        return parsed.ok
          ? { text, address_count: countAddresses(parsed.target), error: null, is_public: isPublic(parsed.target) }
          : { text, address_count: null, error: parsed.why, is_public: false };
      });
      return { address_count: parts.reduce((sum, part) => sum + (part.address_count ?? 0), 0), targets: parts };
    },
  } satisfies Operations['settings'];
}
