import { describe, expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../../../src-main/alerts/rules/built-in-rules.ts';
import { isNeverClear } from '../../../../src-shared/query/index.ts';
import { scaledMs } from '../../../fixtures/patience.ts';

describe('what would never end an incident', () => {
  it.each([
    ['hashrate<85%', 'hashrate<85%'],
    ['hashrate<85%', ' hashrate<85.0%  '],
    ['hashrate<85% hashrate>0', 'hashrate>0 hashrate<85%'],
    ['hashrate<85%', 'hashrate<80%'],
    ['hashrate<=85%', 'hashrate<85%'],
    ['hashrate<85%', '-hashrate>=85%'],
    ['temp>80', 'temp>=90 tag:r7'],
    ['tag:R7|r8', 'tag:r8|r7'],
    ['condition=fan_lost', 'condition=fan_lost rack:R1'],
    ['condition=fan_lost|hot', 'condition=HOT'],
    ['online:no', 'offline -hashing'],
    ['tag:r7 or temp>80', 'temp>90'],
    ['tag:r7 or temp>80', 'temp>90 or tag:r7'],
    ['tag:r7 (temp>80 or offline)', 'offline tag:r7'],
    ['-(tag:r7 or temp>80)', '-tag:r7 -temp>80'],
    ['-(tag:r7 temp>80)', 'temp<=80'],
    ['temp>176F', 'temp>85'],
    ['temp>80', 'temp>90C'],
    ['power>3kW', 'power>3100'],
    ['tag:r7', 'tag=r7'],
    ['condition:hot', 'condition=hot'],
    ['model:s21', 'model:s21pro|s21xp'],
  ])('of "%s" is "%s"', (query, clear) => {
    expect(isNeverClear(query, clear)).toBe(true);
  });

  it.each([
    ['hashrate<85%', 'hashrate>=88%'],
    ['hashrate<85%', 'hashrate<=85%'],
    ['hashrate<85%', 'hashrate<80'],
    ['hashrate<85%', 'tag:r7'],
    ['temp>80', 'temp<75'],
    ['condition=hot', 'condition=fan_lost|hot'],
    ['condition=fan_lost', 'condition!=fan_lost'],
    ['tmp>80', 'tmp>80'],
    ['tag:r7 temp>80', 'tag:r7 or temp>80'],
    ['tag:r7 or temp>80', 'temp>90 or offline'],
    ['-(tag:r7 or temp>80)', '-tag:r7'],
    ['temp>80', 'temp>100F'],
    ['hashrate<100TH', 'hashrate<90'],
    ['tag=r7', 'tag:r7'],
    ['model:s21pro', 'model:s21'],
    ['model:s21', 'model:s*1'],
    ['model:s*pro', 'model:s*xpro'],
    ['ip:10.0.0.1', 'ip:10.0.0.10'],
  ])('of "%s" is not "%s"', (query, clear) => {
    expect(isNeverClear(query, clear)).toBe(false);
  });

  it('is found out at once, or not at all, however many brackets there are', () => {
    const many = Array.from({ length: 60 }, (_, i) => `(tag:a${i} or temp>${i})`).join(' ');
    const began = performance.now();
    expect(isNeverClear(many, many)).toBe(false);
    expect(performance.now() - began).toBeLessThan(scaledMs(1000));
  });

  it('no built-in rule has', () => {
    for (const { query, clear_query } of BUILT_IN_RULES) expect(isNeverClear(query, clear_query ?? '')).toBe(false);
  });
});
