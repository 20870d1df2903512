import { withSilent } from '../../../src-shared/miner/dark-miners.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import type { Incident, LiveEvent } from '../../../src-shared/model/index.ts';
import type { App } from '../../app/app.ts';
import { timeOfDay } from '../notifications/time-of-day.ts';
import { type TrayModel, trayModel } from './tray-model.ts';

/** Live events arrive ten times a second; the icon needs fewer updates. */
const REFRESH_MS = 1000;

/** Calls `show` with the model of the tray after live events, at most once a second. */
export function followForTray(
  { operations, settings }: Pick<App, 'operations' | 'settings'>,
  show: (model: TrayModel) => void,
): { take(event: LiveEvent): void; close(): void } {
  const incidents = new Map<string, Incident>();
  const refresh = (): void => {
    timer = null;
    const miners = operations.miners.list();
    const { watching, now_at } = operations.app.health();
    show(
      trayModel({
        miners,
        incidents: [...incidents.values()],
        watching,
        scan: operations.scans.latest(),
        lastFinishedScan: operations.scans.lastFinished(),
        moment: withSilent(momentOf(now_at, settings.current.intervals.status_seconds), miners),
        timeOfDay,
      }),
    );
  };
  // The first refresh reads the whole farm. It is deferred, so that the screens get their rows
  // first.
  let timer: NodeJS.Timeout | null = setTimeout(refresh, 0);
  return {
    take: (event) => {
      if (event.type === 'snapshot' && event.incidents !== undefined) incidents.clear();
      const changed = event.type === 'snapshot' || event.type === 'incidents' ? (event.incidents ?? []) : [];
      for (const incident of changed) {
        if (incident.state === 'resolved') incidents.delete(incident.incident_id);
        else incidents.set(incident.incident_id, incident);
      }
      timer ??= setTimeout(refresh, REFRESH_MS);
    },
    close: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
