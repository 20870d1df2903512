import { lazyPart } from '../ui/loading/lazy-part.tsx';

// What is not in the first file, so that the overview and the fleet are there sooner. The panels
// beside them are `lazyPart`s of their own features.

const overlay = { isOverlay: true };
export const Palette = lazyPart(async () => (await import('./palette/palette.tsx')).Palette, overlay);
export const IncidentsScreen = lazyPart(
  async () => (await import('../features/incidents/incidents-screen.tsx')).IncidentsScreen,
);
export const JobsScreen = lazyPart(async () => (await import('../features/jobs/jobs-screen.tsx')).JobsScreen);
export const HistoryScreen = lazyPart(
  async () => (await import('../features/history/history-screen.tsx')).HistoryScreen,
);
export const ModelsScreen = lazyPart(async () => (await import('../features/models/models-screen.tsx')).ModelsScreen);
export const ActivityScreen = lazyPart(
  async () => (await import('../features/activity/activity-screen.tsx')).ActivityScreen,
);
export const SettingsScreen = lazyPart(
  async () => (await import('../features/settings/settings-screen.tsx')).SettingsScreen,
);
export const WelcomeScreen = lazyPart(
  async () => (await import('../features/welcome/welcome-screen.tsx')).WelcomeScreen,
);
export const RacksScreen = lazyPart(async () => (await import('../features/racks/racks-screen.tsx')).RacksScreen);
export const WallScreen = lazyPart(async () => (await import('../features/overview/wall-screen.tsx')).WallScreen);
export const AllSitesScreen = lazyPart(
  async () => (await import('../features/sites/all-sites-screen.tsx')).AllSitesScreen,
);
export const CompareScreen = lazyPart(
  async () => (await import('../features/miner/compare/compare-screen.tsx')).CompareScreen,
);
export const LicencesScreen = lazyPart(
  async () => (await import('../features/settings/computer/licences-screen.tsx')).LicencesScreen,
);
export const ApiScreen = lazyPart(
  async () => (await import('../features/settings/api-reference/api-screen.tsx')).ApiScreen,
);
export const KeysHelp = lazyPart(async () => (await import('./keys/keys-help.tsx')).KeysHelp, overlay);
export const MinerQuestion = lazyPart(
  async () => (await import('../features/remove-miner/miner-question.tsx')).MinerQuestion,
  overlay,
);
