/** The differences between firmware builds. */
export interface FirmwareVersion {
  readonly name: string;
  readonly buildTime: string;
  /** Path of the chip lists: builds up to 1.2.7 use chain, 1.3 uses board. */
  readonly chipsPath: '/chains' | '/boards';
  readonly boardWord: 'chain' | 'board';
  /** The deprecated `/chips`. */
  readonly hasChipsEndpoint: boolean;
  /** `hr_nominal` and `hr_stock` in the summary. */
  readonly hasNominalHashrate: boolean;
  readonly hasMaxRpm: boolean;
  /** Throttling, `restart_count`, `throttled` and `/locate-miner`: the 1.3 generation. */
  readonly isThirteen: boolean;
  /** Leftover settings sections of the 1.2.0 builds. */
  readonly hasOldSettings: boolean;
  /** Hours of one digit in the uptime are always padded. */
  readonly padsUptime: boolean;
  readonly maxTargetTempC: number;
  /**
   * Returns 200 for an unknown preset and changes nothing; others return 400. Both were reported.
   */
  readonly ignoresUnknownPreset: boolean;
  readonly logTypes: readonly string[];
}

const LOG_TYPES = ['status', 'miner', 'autotune', 'system', 'messages', 'api'];

const TWELVE: Omit<FirmwareVersion, 'name' | 'buildTime'> = {
  chipsPath: '/chains',
  boardWord: 'chain',
  hasChipsEndpoint: true,
  hasNominalHashrate: true,
  hasMaxRpm: true,
  isThirteen: false,
  hasOldSettings: false,
  padsUptime: false,
  maxTargetTempC: 90,
  ignoresUnknownPreset: false,
  logTypes: LOG_TYPES,
};

export const VNISH_1_2_0_RC5: FirmwareVersion = {
  ...TWELVE,
  name: '1.2.0-rc5',
  buildTime: '2023-02-07 09:41:12',
  hasNominalHashrate: false,
  hasMaxRpm: false,
  hasOldSettings: true,
  padsUptime: true,
  maxTargetTempC: 100,
};

export const VNISH_1_2_6: FirmwareVersion = { ...TWELVE, name: '1.2.6', buildTime: '2025-02-18 12:04:51+00:00' };

export const VNISH_1_2_7: FirmwareVersion = { ...TWELVE, name: '1.2.7', buildTime: '2025-12-22 19:12:30' };

export const VNISH_1_3_4: FirmwareVersion = {
  ...TWELVE,
  name: '1.3.4',
  buildTime: '2026-05-14 10:22:05',
  chipsPath: '/boards',
  boardWord: 'board',
  hasChipsEndpoint: false,
  isThirteen: true,
  ignoresUnknownPreset: true,
  logTypes: [...LOG_TYPES, 'pool', 'hwscan'],
};
