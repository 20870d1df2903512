import type { MinerPlan } from './farm-profiles.ts';
import { presetLadder } from './hardware/preset-ladders.ts';
import { unitNoise } from './noise.ts';

export interface PoolSettings {
  url: string;
  user: string;
  pass: string;
}

export interface SwitcherSettings {
  enabled: boolean;
  top_preset: string | null;
  decrease_temp: number;
  rise_temp: number;
  check_time: number;
  autochange_top_preset: boolean;
  ignore_fan_speed: boolean;
  min_preset: string | null;
  power_delta?: number;
}

/** The configuration of a miner, with the API's field names. */
export interface MinerSettings {
  miner: {
    cooling: {
      mode: { name: 'auto' | 'manual' | 'immers'; param?: number };
      fan_min_count: number | null;
      fan_min_duty: number;
      fan_max_duty: number;
      [more: string]: unknown;
    };
    misc: Record<string, boolean | number | null>;
    overclock: {
      modded_psu: boolean;
      preset: string;
      globals: { volt: number; freq: number };
      chains: { freq: number; chips: number[]; disabled: boolean }[] | null;
      preset_switcher: SwitcherSettings;
    };
    pools: PoolSettings[];
    [more: string]: unknown;
  };
  ui: Record<string, unknown>;
  regional: { timezone: { current: string } };
  network: {
    hostname: string;
    dhcp: boolean;
    ipaddress: string;
    netmask: string;
    gateway: string;
    dnsservers: string[];
  };
  layout: object | null;
}

const POOL_HOSTS = ['eu.stratum.example:3333', 'us.stratum.example:3333', 'btc.pool.example:25'];
const SCRYPT_HOSTS = ['ltc.stratum.example:3333', 'doge.pool.example:3335'];

/** The initial configuration of a miner. */
export function defaultSettings(plan: MinerPlan, ip: string): MinerSettings {
  const { model, version, seed } = plan;
  const ladder = presetLadder(model);
  const configured = ladder[plan.startRung]?.name ?? 'disabled';
  return {
    miner: {
      cooling: {
        mode: model.hydro ? { name: 'immers' } : { name: 'auto', param: 62 + Math.floor(unitNoise(seed, 20) * 4) },
        fan_min_count: model.hydro ? null : 4,
        fan_min_duty: 10,
        fan_max_duty: 100,
        ...(version.isThirteen && { min_startup_water_temp: 5 }),
      },
      misc: defaultMisc(version.isThirteen),
      overclock: {
        modded_psu: false,
        preset: configured,
        globals: { volt: 0, freq: 0 },
        chains: Array.from({ length: model.chains }, () => ({ freq: 0, chips: [], disabled: false })),
        preset_switcher: {
          enabled: plan.switcherEnabled,
          top_preset: ladder[Math.min(plan.startRung + 2, ladder.length - 1)]?.name ?? configured,
          decrease_temp: 75,
          rise_temp: 70,
          check_time: 300,
          autochange_top_preset: false,
          ignore_fan_speed: false,
          min_preset: ladder[Math.max(0, plan.startRung - 4)]?.name ?? null,
          ...(!version.isThirteen && { power_delta: 0 }),
        },
      },
      pools: defaultPools(plan),
      ...(version.hasOldSettings && {
        devfee: { region: 'eu' },
        hotel_fee: { enable: false, pool: { url: '', worker: '', percent: 0 } },
        ssh: false,
        boot: 'nand',
      }),
    },
    ui: {
      theme: 'dark',
      locale: 'en',
      timezone: 'GMT',
      dark_side_pane: false,
      disable_animation: false,
    },
    regional: { timezone: { current: 'GMT' } },
    network: {
      hostname: plan.hostname,
      dhcp: true,
      ipaddress: ip,
      netmask: '255.255.255.0',
      gateway: gatewayOf(ip),
      dnsservers: [gatewayOf(ip)],
    },
    layout: null,
  };
}

/**
 * Three slots. Addresses have a scheme or, as in a capture of 1.2, none. In some farms the middle
 * slot is empty, which shifts the ids in the summary.
 */
function defaultPools(plan: MinerPlan): PoolSettings[] {
  const { seed, model, version } = plan;
  const isBare = version.hasOldSettings || (!version.isThirteen && unitNoise(seed, 23) < 0.5);
  const hosts = model.algorithm === 'scrypt' ? SCRYPT_HOSTS : POOL_HOSTS;
  const first = Math.floor(unitNoise(seed, 21) * hosts.length);
  const worker = `farm.r${plan.rack}s${plan.shelf}m${plan.slot}`;
  const pool = (i: number): PoolSettings => ({
    url: `${isBare ? '' : 'stratum+tcp://'}${hosts[(first + i) % hosts.length]}`,
    user: worker,
    pass: 'x',
  });
  const empty: PoolSettings = { url: '', user: '', pass: '' };
  const shape = unitNoise(seed, 22);
  if (shape < 0.6) return [pool(0), pool(1), empty];
  return shape < 0.85 ? [pool(0), empty, pool(1)] : [pool(0), empty, { ...empty }];
}

function defaultMisc(isThirteen: boolean): Record<string, boolean | number | null> {
  return {
    asic_boost: true,
    auto_chip_throttling: false,
    bitmain_disable_volt_comp: false,
    disable_chain_break_protection: false,
    disable_restart_unbalanced: false,
    disable_volt_checks: false,
    downscale_preset_on_failure: false,
    ignore_broken_sensors: false,
    ignore_chip_sensors: false,
    max_restart_attempts: 3,
    max_startup_delay_time: 0,
    min_operational_chains: 1,
    quick_start: false,
    quiet_mode: false,
    restart_hashrate: 0,
    restart_temp: 75,
    tuner_bad_chip_hr_threshold: 50,
    ...(isThirteen
      ? {
          allow_disabling_chains_without_pics: false,
          automatic_pause_on_boot: false,
          keep_hashing_when_offline: false,
          min_startup_delay_time: 0,
          power_limit: null,
          power_limit_enabled: false,
          restore_miner_state_on_reboot: false,
          retune_on_chain_break: false,
        }
      : { higher_volt_offset: 0, remain_stopped_on_reboot: false }),
  };
}

export function gatewayOf(ip: string): string {
  return ip.replace(/\d+$/, '1');
}
