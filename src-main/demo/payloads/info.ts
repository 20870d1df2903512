import type { Handler } from '../api-route.ts';
import type { SimulatedDevice } from '../device.ts';
import { weirdName } from '../faults/hostile-names.ts';
import { hash32 } from '../noise.ts';
import { json } from '../reply.ts';
import { gatewayOf } from '../settings.ts';
import { uptimeText } from '../uptime-text.ts';

/** GET /info. */
export const info: Handler = (device, _request, atS) => {
  const { plan, settings } = device;
  const { model, version } = plan;
  const memTotal = 243_704;
  const memFree = 165_000 + (hash32(plan.seed, Math.floor(atS / 60)) % 20_000);
  const memBuf = 33_936;
  return json({
    miner: model.name,
    model: model.code,
    fw_name: 'Vnish',
    fw_version: version.name,
    build_uuid: plan.buildUuid,
    build_name: 'vnishnet',
    platform: plan.platform,
    install_type: 'nand',
    build_time: version.buildTime,
    algorithm: model.algorithm,
    hr_measure: model.hrMeasure,
    serial: 'N/A',
    system: {
      os: 'GNU/Linux',
      miner_name: device.faults.has('own-label') ? `Row 3 unit ${plan.index + 1}` : model.code,
      file_system_version: '',
      mem_total: memTotal,
      mem_free: memFree,
      mem_free_percent: Math.trunc((memFree * 100) / memTotal),
      mem_buf: memBuf,
      mem_buf_percent: Math.trunc((memBuf * 100) / memTotal),
      network_status: {
        ...(!device.faults.has('no-mac') && { mac: device.mac }),
        dhcp: settings.network.dhcp,
        ip: device.host,
        netmask: '255.255.255.0',
        gateway: gatewayOf(device.host),
        dns: [gatewayOf(device.host)],
        hostname: hostnameOf(device),
      },
      uptime: uptimeText(atS - device.bootedAtS, version.padsUptime),
    },
  });
};

/** GET /model, which never changes. */
export const model: Handler = (device) => {
  const { model, version, platform } = device.plan;
  return json({
    full_name: model.name,
    model: model.code,
    algorithm: model.algorithm,
    series: model.series,
    platform,
    install_type: 'nand',
    hr_measure: model.hrMeasure,
    serial: 'N/A',
    chain: {
      chips_per_chain: model.chipsPerChain,
      chips_per_domain: model.chipsPerDomain,
      num_chains: model.chains,
      topology: topology(model.chipsPerChain, model.chipsPerDomain),
    },
    cooling: coolingLimits(device),
    overclock: {
      ...overclockLimits(device),
      ...(version.isThirteen && { power_metering: model.series === 'x21', max_power_limit: model.stockPowerW * 2 }),
    },
  });
};

/** Limits of fans and target temperature. Liquid-cooled units have no fan limits. */
export function coolingLimits(device: SimulatedDevice): Record<string, unknown> {
  return {
    min_fan_pwm: 10,
    min_target_temp: 20,
    max_target_temp: device.plan.version.maxTargetTempC,
    fan_min_count: device.plan.model.hydro ? null : { min: 1, max: 4, default: 4 },
  };
}

/** Limits of voltage and frequency. */
export function overclockLimits({ plan }: SimulatedDevice): Record<string, unknown> {
  const { volt, freqMhz } = plan.model;
  return {
    max_voltage: volt.max,
    min_voltage: volt.min,
    default_voltage: volt.default,
    max_freq: freqMhz.max,
    min_freq: freqMhz.min,
    default_freq: freqMhz.default,
    warn_freq: freqMhz.warn,
    max_voltage_stock_psu: volt.stockPsu,
  };
}

export function hostnameOf(device: SimulatedDevice): string {
  return device.faults.has('weird-names') ? weirdName(device.plan.index) : device.hostname;
}

/** Chips are in serpentine columns, each one domain high; -1 fills the last column. */
function topology(count: number, rows: number): { chips: number[][]; num_cols: number; num_rows: number } {
  const columns = Math.ceil(count / rows);
  const chips = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const chip = column * rows + (column % 2 === 0 ? row : rows - 1 - row);
      return chip < count ? chip : -1;
    }),
  );
  return { chips, num_cols: columns, num_rows: rows };
}
