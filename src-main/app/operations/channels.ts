import { DESKTOP_CHANNEL } from '../../alerts/announcement.ts';
import { desktopChannel, desktopPatch } from '../../alerts/channels/desktop-channel.ts';
import { testText } from '../../alerts/messages/message-text.ts';
import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { refuse, refuseInput, refuseNow } from '../../api/refuse.ts';
import type { OperationsParts } from './operations-parts.ts';

const NO_DESKTOP = 'Desktop notifications are available in the desktop app only: this PowerHive runs without a window.';

export function createChannelOperations({
  channels,
  outbox,
  record,
  hostPorts,
  settings,
  settingsAudit,
  fleet,
}: OperationsParts) {
  /** Null without a desktop. */
  const desktop = () => {
    if (hostPorts.desktop === null) return null;
    const supported = hostPorts.desktop.state().notifications_supported;
    return desktopChannel(settings.current.notifications, { supported, lastShownAt: outbox.desktop.shownAt });
  };
  const noDesktop = () => refuse({ code: 'NOT_FOUND', message: NO_DESKTOP, data: { id: DESKTOP_CHANNEL } });
  return {
    list() {
      const own = desktop();
      const others = channels.all().map((channel) => outbox.shown(channel));
      return own === null ? others : [own, ...others];
    },
    async create(input, { actor }: By) {
      if (input.kind === 'desktop') {
        if (hostPorts.desktop === null) return refuseInput('kind', NO_DESKTOP);
        return refuseNow(`There is one desktop channel already: ${DESKTOP_CHANNEL}.`);
      }
      const made = await channels.create(input, actor);
      if (!made.ok) return made.why === 'input' ? refuseInput(made.path, made.message) : refuseNow(made.message);
      return { ok: true, value: outbox.shown(made.channel) };
    },
    async update({ params: { id }, body }, { actor }: By) {
      if (id === DESKTOP_CHANNEL) {
        const before = desktop();
        if (before === null) return noDesktop();
        const change = desktopPatch(body, before);
        if (!change.ok) return refuseInput(change.path, change.message);
        const saved = await settingsAudit.update({ notifications: change.patch }, actor);
        const now = desktop();
        if (!saved.ok || now === null) return refuseNow(saved.ok ? NO_DESKTOP : saved.message);
        return { ok: true, value: now };
      }
      const made = await channels.update(id, body, actor);
      if (made === null) return noChannel(id);
      if (!made.ok) return made.why === 'input' ? refuseInput(made.path, made.message) : refuseNow(made.message);
      return { ok: true, value: outbox.shown(made.channel) };
    },
    async remove({ id }, { actor }: By) {
      if (id === DESKTOP_CHANNEL && hostPorts.desktop !== null) {
        return refuseNow('The desktop cannot be deleted: switch it off.');
      }
      const channel = await channels.remove(id, actor);
      if (channel === null) return noChannel(id);
      return { ok: true, value: { removed: true } };
    },
    async test({ id }, { actor }: By) {
      const shown = desktop();
      if (id === DESKTOP_CHANNEL) {
        if (hostPorts.desktop === null || shown === null) return noDesktop();
        const { name, kind, state } = shown;
        const { title, body } = testText(name, fleet.site().name);
        if (state.last_error === null) hostPorts.desktop.notify(title, body);
        await record({ event: 'channel_tested', actor, data: { name, kind, error: state.last_error } });
        return { ok: true, value: { sent: state.last_error === null, error: state.last_error } };
      }
      const channel = channels.get(id);
      if (channel === null) return noChannel(id);
      const result = await outbox.test(channel);
      const { name, kind } = channel;
      await record({ event: 'channel_tested', actor, data: { name, kind, error: result.error } });
      return { ok: true, value: result };
    },
  } satisfies Operations['channels'];
}

function noChannel(id: string) {
  return refuse({ code: 'NOT_FOUND', message: `There is no channel ${id}.`, data: { id } });
}
