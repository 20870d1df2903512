import { anomalies, problems } from './anomalies.ts';
import { app } from './app.ts';
import { changes } from './changes.ts';
import { channels } from './channels.ts';
import { desktop } from './desktop.ts';
import { destinations } from './destinations.ts';
import { history } from './history.ts';
import { incidents } from './incidents.ts';
import { jobs } from './jobs.ts';
import { maintenance } from './maintenance.ts';
import { miners } from './miners.ts';
import { models } from './models.ts';
import { ownPools } from './own-pools.ts';
import { passwords } from './passwords.ts';
import { racks } from './racks.ts';
import { rest } from './rest.ts';
import { rules } from './rules.ts';
import { scans } from './scans.ts';
import { settings } from './settings.ts';
import { sites } from './sites.ts';
import { tokens } from './tokens.ts';

/**
 * All calls of PowerHive. The interfaces IPC (window), WebSocket (browser) and REST (tools) are
 * derived from this value, as are the router that implements it and the OpenAPI document.
 */
export const contract = {
  miners,
  models,
  history,
  scans,
  anomalies,
  problems,
  changes,
  channels,
  jobs,
  ownPools,
  rules,
  incidents,
  maintenance,
  tokens,
  sites,
  destinations,
  passwords,
  racks,
  settings,
  rest,
  desktop,
  app,
};
export type Contract = typeof contract;
