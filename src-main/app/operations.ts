import { loginBlockText } from '../../src-shared/login-block-text.ts';
import { minerName } from '../../src-shared/miner-name.ts';
import type { Backup, Desktop, Health, Miner, Settings } from '../../src-shared/model/index.ts';
import type { Operations, Result } from '../api/operations.ts';
import type { SettingsHome } from '../config/settings-home.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { listLocalNetworks } from '../discovery/local-networks.ts';
import { countAddresses, parseTarget } from '../discovery/targets.ts';
import type { ActivityLog } from '../events/activity-log.ts';
import type { Feed } from '../fleet/feed.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Polling } from '../polling/polling.ts';
import { answerHistory } from '../recording/answer-history.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Store } from '../store/store.ts';
import { checkMiner } from './check-miner.ts';
import type { DesktopPort, HostPorts } from './host-ports.ts';
import { readLicences } from './licences.ts';

export interface OperationsParts {
  readonly fleet: Fleet;
  readonly feed: Feed;
  readonly store: Store;
  readonly discovery: Discovery;
  readonly polling: Polling;
  readonly settings: SettingsHome;
  readonly activity: ActivityLog;
  readonly hostPorts: HostPorts;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  readonly diskFreeBytes: () => number | null;
  readonly health: () => Health;
  readonly backUp: () => Promise<Backup>;
}

/** What the outside may ask, put together from the parts that know the answers. */
export function createOperations(parts: OperationsParts): Operations {
  const { fleet, feed, store, discovery, polling, settings, activity, hostPorts } = parts;
  const noMiner = <T>(id: string): Result<T> =>
    refuse({ code: 'NOT_FOUND', message: `There is no miner ${id}.`, data: { id } });
  const tell = (message: string, minerId: string | null): void =>
    activity.add({ kind: 'operator_change', level: 'info', miner_id: minerId, message });

  return {
    miners: {
      list: () => fleet.miners(),
      get: (id) => fleet.detail(id),
      async update(id, patch) {
        const miner = await fleet.patch(id, patch);
        if (miner === null) return noMiner(id);
        const name = minerName(miner);
        if (patch.managed !== undefined) tell(`${name} is ${patch.managed ? 'managed' : 'no longer managed'}`, id);
        if (patch.nickname !== undefined)
          tell(miner.nickname === null ? `${name} has no nickname now` : `Named ${id} ${name}`, id);
        if (patch.unlock_pass !== undefined) {
          tell(`Changed the unlock password used for ${name}`, id);
          checkMiner(id, parts).catch(parts.onError);
        }
        polling.wake();
        return { ok: true, value: miner };
      },
      async remove(id, history) {
        const miner = fleet.miner(id);
        if (miner === null || !(await fleet.remove(id, history))) return noMiner(id);
        tell(`Removed ${minerName(miner)} ${history === 'keep' ? '(history kept)' : 'and its history'}`, id);
        polling.wake();
        return { ok: true, value: { removed: true } };
      },
      async replace(id, successorId) {
        const [miner, successor] = [fleet.miner(id), fleet.miner(successorId)];
        if (miner === null) return noMiner(id);
        const wrong = (message: string) =>
          refuse<Miner>({ code: 'UNPROCESSABLE_CONTENT', message: `id: ${message}`, data: { path: 'id' } });
        if (id === successorId) return wrong('a miner cannot be replaced by itself.');
        if (successor === null) return wrong(`there is no miner ${successorId}. Scan its network first.`);
        if (miner.online && successor.online) {
          const message = `Both are online: ${nameAndIp(miner)} and ${nameAndIp(successor)}. Only a miner that is gone can be replaced.`;
          return refuse({ code: 'CONFLICT', message });
        }
        const heir = await fleet.replace(id, successorId);
        if (heir === null) return noMiner(id);
        tell(`Replaced ${minerName(miner)} (${id}) with ${successorId}`, successorId);
        checkMiner(successorId, parts).catch(parts.onError);
        polling.wake();
        return { ok: true, value: heir };
      },
      hasHistory: (id) => store.hasHistory(id),
      async rescan(id) {
        if (fleet.entry(id) === null) return noMiner(id);
        if (discovery.watching().state === 'paused') return refuse(PAUSED);
        const scan = await checkMiner(id, parts);
        if (scan === null)
          return refuse({ code: 'CONFLICT', message: `The address of ${id} is not known. Scan its network.` });
        return { ok: true, value: scan };
      },
      statuses: (id, range) => store.statuses(id, range),
      telemetry: (id, range) => store.telemetry(id, range),
    },
    models: {
      list: () => fleet.modelRows(),
      async setMaxPreset(alias, maxPreset) {
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
        tell(
          maxPreset === null
            ? `Took the max preset of ${row.name} away`
            : `Set the max preset of ${row.name} to ${maxPreset}`,
          null,
        );
        polling.wake();
        return { ok: true, value: row };
      },
    },
    history: answerHistory(parts),
    scans: {
      start(targets) {
        if (discovery.watching().state === 'paused') return refuse(PAUSED);
        const { port, subnets } = settings.current.network;
        if (targets === null && subnets.length === 0) {
          return refuse({
            code: 'CONFLICT',
            message: 'No network is named yet. Add one in the settings, or name targets.',
          });
        }
        for (const [index, text] of (targets ?? []).entries()) {
          const parsed = parseTarget(text, { defaultPort: port });
          const path = `targets[${index}]`;
          if (!parsed.ok)
            return refuse({ code: 'UNPROCESSABLE_CONTENT', message: `${path}: ${parsed.error}`, data: { path } });
        }
        return { ok: true, value: { scan_id: discovery.request(targets) } };
      },
      latest: () => discovery.latest(),
    },
    anomalies: { list: () => fleet.anomalies() },
    settings: {
      get: () => settings.current,
      async update(patch) {
        const answer = await settings.update(patch);
        if (!answer.ok) {
          return refuse({ code: 'UNPROCESSABLE_CONTENT', message: answer.message, data: { path: 'settings' } });
        }
        tell(`Changed the settings: ${Object.keys(patch).join(', ')}`, null);
        return { ok: true, value: answer.value satisfies Settings };
      },
      localNetworks: () => listLocalNetworks(),
      previewTargets(targets) {
        const { port } = settings.current.network;
        const parts = targets.map((text) => {
          const parsed = parseTarget(text, { defaultPort: port });
          return parsed.ok
            ? { text, address_count: countAddresses(parsed.target), error: null }
            : { text, address_count: null, error: parsed.error };
        });
        return { address_count: parts.reduce((sum, part) => sum + (part.address_count ?? 0), 0), targets: parts };
      },
    },
    rest: {
      status: async () => {
        if (hostPorts.rest === null) throw new Error('Nobody has said how REST stands');
        return hostPorts.rest.status();
      },
    },
    desktop: {
      get: () => hostPorts.desktop?.state() ?? null,
      setOpenAtLogin(on) {
        const { desktop } = hostPorts;
        if (desktop === null) return refuse(NO_WINDOW);
        desktop.setOpenAtLogin(on);
        return atTheDesktop(desktop, on);
      },
      async moveSecrets() {
        const { desktop } = hostPorts;
        if (desktop === null) return refuse(NO_WINDOW);
        const trouble = await desktop.moveSecrets();
        return trouble === null ? { ok: true, value: desktop.state() } : refuse({ code: 'CONFLICT', message: trouble });
      },
      openMinerPage(id) {
        const { desktop } = hostPorts;
        if (desktop === null) return refuse(NO_WINDOW);
        const entry = fleet.entry(id);
        if (entry === null) return noMiner(id);
        const { ip } = entry.stored;
        if (ip === null) return refuse({ code: 'CONFLICT', message: 'It is offline: it has no page now.' });
        desktop.openMinerPage(ip);
        return { ok: true, value: { opened: true } };
      },
      openDemo() {
        const { desktop } = hostPorts;
        if (desktop === null) return refuse(NO_WINDOW);
        desktop.openDemo();
        return { ok: true, value: { opened: true } };
      },
      checkForUpdates() {
        const { desktop } = hostPorts;
        if (desktop === null) return refuse(NO_WINDOW);
        desktop.checkForUpdates();
        return { ok: true, value: { asked: true } };
      },
    },
    app: {
      health: parts.health,
      events: (signal, afterSeq) => feed.events(signal, afterSeq),
      activity: (filter) => store.activity(filter),
      async backUp() {
        try {
          return { ok: true, value: await parts.backUp() };
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          return refuse({ code: 'CONFLICT', message: `No backup was made: ${message}` });
        }
      },
      licences: readLicences,
    },
  };
}

/** A miner and where it is, for a sentence; one without a name is called by its address already. */
function nameAndIp(miner: Miner): string {
  const name = minerName(miner);
  return miner.ip === null || name === miner.ip ? name : `${name} at ${miner.ip}`;
}

const PAUSED = { code: 'CONFLICT', message: 'Watching is paused. Resume it first.' } as const;

const NO_WINDOW = {
  code: 'CONFLICT',
  message: 'PowerHive runs without a window here: only the desktop app can do this.',
} as const;

/** How the desktop stands after it was told whether to start at login: some systems do not let it. */
function atTheDesktop(desktop: DesktopPort, wanted: boolean): Result<Desktop> {
  const state = desktop.state();
  if (state.open_at_login === wanted) return { ok: true, value: state };
  const { login_blocked_by: block } = state;
  const message =
    block === null ? 'This system did not take the change. Look into its own settings.' : loginBlockText(block);
  return refuse({ code: 'CONFLICT', message });
}

function refuse<T>(refusal: Extract<Result<T>, { ok: false }>['refusal']): Result<T> {
  return { ok: false, refusal };
}
