import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { callErrorMessage } from '../../../../src-renderer/api/call-error.ts';
import { NotConnectedError } from '../../../../src-renderer/api/connection/connection.ts';
import { tokenInHash } from '../../../../src-renderer/api/connection/token.ts';
import { patchedSettings } from '../../../../src-renderer/api/patched-settings.ts';
import {
  devicesWords,
  notWatchingWords,
  scanAnnouncement,
  scanWords,
} from '../../../../src-renderer/app/header/scan-words.ts';
import { fleetTexts } from '../../../../src-renderer/features/fleet/fleet-texts.ts';
import {
  efficiencyUnit,
  isAbove,
  missingCeilingWords,
  presetEfficiency,
  presetText,
} from '../../../../src-renderer/features/models/preset-words.ts';
import { parseTargetsText } from '../../../../src-renderer/features/settings/farm/targets-text.ts';
import { countWaitingForPreset } from '../../../../src-renderer/miner-view/count-waiting-for-preset.ts';
import { fansText } from '../../../../src-renderer/miner-view/fans-text.ts';
import { ago } from '../../../../src-renderer/ui/times.ts';
import { type Scan, Settings } from '../../../../src-shared/model/index.ts';
import { minerModel, minerRow, NOW } from '../miner-row.ts';

const scan: Scan = {
  scan_id: 's1',
  trigger: 'operator',
  scope: 'all',
  phase: 'done',
  targets: [],
  started_at: NOW - 14_000,
  finished_at: NOW - 12_000,
  duration_ms: 1800,
  addresses_total: 4096,
  addresses_done: 4096,
  answered: 50,
  miners_found: 48,
  not_miners: 2,
  other_devices: 2,
  not_identified: 0,
  devices: [],
  miners_new: 1,
  miners_back: 0,
  miners_moved: 0,
  miners_offline: 0,
  message: null,
};

const model = minerModel({
  miner_count: 34,
  presets: [2500, 3080].map((power_w) => ({
    name: String(power_w),
    pretty: null,
    power_w,
    hashrate_hs: power_w * 33e9,
    status: 'tuned',
    modded_psu_required: false,
    tuned_miners: 1,
  })),
});

describe('what is said of a scan', () => {
  it('is its progress while it goes on', () => {
    const words = scanWords({ ...scan, phase: 'dialling', addresses_done: 1024 }, NOW);
    expect(words).toMatchObject({ text: 'scanning 1,024 of 4,096', brief: 'scanning 25 %', share: 0.25 });
  });

  it('is its age and duration afterwards', () => {
    expect(scanWords(scan, NOW)).toMatchObject({ text: 'Last scan 12 s ago', share: null, failed: false });
    expect(scanWords(scan, NOW).detail).toBe('48 miners found (1 new); 2 other devices answered\nTook 1.8 s');
    expect(scanWords({ ...scan, duration_ms: 12 }, NOW).detail).toContain('Took 12 ms');
  });

  it('is the reason where it failed', () => {
    const words = scanWords({ ...scan, phase: 'failed', message: 'no route' }, NOW);
    expect(words).toMatchObject({ text: 'scan failed 12 s ago', failed: true, detail: 'no route' });
  });

  it('is how many other things answered, where there were any', () => {
    expect(devicesWords({ ...scan, other_devices: 3, not_identified: 2 })).toBe('3 other devices, 2 not identified');
    expect(devicesWords({ ...scan, other_devices: 1 })).toBe('1 other device');
    expect(devicesWords({ ...scan, other_devices: 0 })).toBeNull();
  });

  it('is announced at its beginning and end, and only where the operator asked for it', () => {
    expect(scanAnnouncement({ ...scan, phase: 'probing' })).toBe('Scan started');
    expect(scanAnnouncement(scan)).toBe('Scan finished: 48 miners found (1 new); 2 other devices answered');
    expect(scanAnnouncement({ ...scan, trigger: 'schedule' })).toBe('');
  });
});

describe('what is said of watching', () => {
  it('is nothing while PowerHive watches, and since when and why it does not', () => {
    const since_at = new Date(2026, 0, 5, 22, 10).getTime();
    const nowMs = since_at + 60_000;
    expect(notWatchingWords({ state: 'watching', since_at, reason: null }, scan, nowMs)).toBeNull();
    const lost = { state: 'not_watching', since_at, reason: 'no route' } as const;
    expect(notWatchingWords(lost, scan, nowMs)).toBe('Not monitoring since 22:10: no route');
    // At the start the header shows the first scan; if it takes ten minutes, there is a problem.
    expect(notWatchingWords(lost, null, nowMs)).toBeNull();
    expect(notWatchingWords(lost, null, since_at + 600_000)).toBe('Not monitoring since 22:10: no route');
  });
});

describe('what is said of models', () => {
  it('names what a missing max preset stops, and nothing where it stops nothing', () => {
    expect(missingCeilingWords(model, true)).toBe('The 34 miners of this model are not monitored. Set a max preset.');
    expect(missingCeilingWords({ ...model, miner_count: 1 }, true)).toContain('The 1 miner of this model is');
    expect(missingCeilingWords(model, false)).toBeNull();
    expect(missingCeilingWords({ ...model, max_preset: '3080' }, true)).toBeNull();
  });

  it('counts the miners that wait for one', () => {
    const polling = { ...minerRow().polling, eligible: false, reason_code: 'no_max_preset' as const };
    expect(countWaitingForPreset([minerRow(), minerRow({ polling })])).toBe(1);
    expect(fleetTexts.steps.waiting(1200)).toContain('1,200 miners');
  });

  it('shows a preset by its name and what it promises', () => {
    expect(model.presets.map((preset) => presetText(preset, 'sha256d'))).toEqual([
      '2500 (82.5 TH/s)',
      '3080 (101.6 TH/s)',
    ]);
    expect(presetText({ ...model.presets[0]!, name: 'eco' }, 'sha256d')).toBe('eco (2,500 W, 82.5 TH/s)');
  });

  it('shows what a preset needs per hash, in the unit of the algorithm', () => {
    expect(model.presets.map((preset) => presetEfficiency(preset, 'sha256d'))).toEqual(['30.3', '30.3']);
    expect(efficiencyUnit('sha256d')).toBe('J/TH');
    const scrypt = { ...model.presets[0]!, power_w: 2850, hashrate_hs: 14.6e9 };
    expect(presetEfficiency(scrypt, 'scrypt')).toBe('195');
    expect(efficiencyUnit('scrypt')).toBe('J/GH');
    expect(presetEfficiency({ ...scrypt, power_w: null }, 'scrypt')).toBe('—');
  });

  it('knows which presets lie above the ceiling', () => {
    expect(model.presets.map((preset) => isAbove(preset, model, '2500'))).toEqual([false, true]);
    expect(model.presets.map((preset) => isAbove(preset, model, null))).toEqual([false, false]);
  });
});

describe('what is said of a failed call', () => {
  it('is the refusal in its own words, or the fields that are wrong', () => {
    expect(callErrorMessage(new ORPCError('CONFLICT', { message: 'a scan is running' }))).toBe('a scan is running');
    const wrong = (path: string) =>
      callErrorMessage(new ORPCError('UNPROCESSABLE_CONTENT', { message: `${path}: all are skipped`, data: { path } }));
    expect(wrong('query')).toBe('All are skipped');
    expect(wrong('params.pools[0].user')).toBe('All are skipped');
    expect(wrong('network.subnets')).toBe('network.subnets: all are skipped');
    const refused = (path: string) =>
      new ORPCError('BAD_REQUEST', { data: { fields: [{ path, message: 'too long' }] } });
    expect(callErrorMessage(refused('http.addr'))).toBe('http.addr: too long');
    expect(callErrorMessage(refused('body.nickname'))).toBe('too long');
  });

  it('says whether the call may have been carried out', () => {
    expect(callErrorMessage(new NotConnectedError())).toContain('Nothing was changed');
    expect(callErrorMessage(new Error('[AsyncIdQueue] Cannot access queue[5]'))).toContain(
      'Check whether it went through',
    );
  });
});

describe('small things', () => {
  it('finds a token in the address and leaves routes alone', () => {
    expect(tokenInHash('#token=abc%2Bd')).toBe('abc+d');
    expect(tokenInHash('#/fleet/02:95:23:00:00:01')).toBeNull();
    expect(tokenInHash('#token=')).toBeNull();
  });

  it('takes targets apart however they are typed, each once', () => {
    expect(parseTargetsText(' 10.1.0.0/22,\n10.1.8.10-10.1.8.80; host:81  10.1.0.0/22 ')).toEqual([
      '10.1.0.0/22',
      '10.1.8.10-10.1.8.80',
      'host:81',
    ]);
    expect(parseTargetsText('10.1.8.10 - 80 10.1.8.90 -10.1.8.99')).toEqual(['10.1.8.10-80', '10.1.8.90-10.1.8.99']);
    expect(parseTargetsText(' \n ')).toEqual([]);
  });

  it('shows saved settings before they are confirmed, and only what was changed', () => {
    const settings = Settings.parse({});
    const patched = patchedSettings(settings, { intervals: { status_seconds: 30 } });
    expect(patched).toEqual({ ...settings, intervals: { ...settings.intervals, status_seconds: 30 } });
  });

  it('shows ages, and takes a clock that is ahead for now', () => {
    expect(ago(NOW - 14_000, NOW)).toBe('14 s ago');
    expect(ago(NOW + 5000, NOW)).toBe('just now');
  });

  it('shows fans by number and speed, and unknown values as such', () => {
    const fans = (fan_count: number | null, fan_duty_percent: number | null, fan_rpm_max: number | null = 5400) =>
      fansText({ fan_count, fan_duty_percent, fan_rpm_max });
    expect([fans(4, 66.4), fans(0, 0, null), fans(4, null)]).toEqual(['4 fans, 66 %', 'no fans', '4 fans']);
    // As the firmware drives them, and as they are.
    expect(fans(4, 100, 0)).toBe('4 fans, 0 rpm');
    expect([fans(null, null, null), fansText(null)]).toEqual(['—', '—']);
  });
});
