import { describe, expect, it } from 'vitest';
import {
  formatComparePath,
  parseComparePath,
  pathWithMiner,
} from '../../../../../src-renderer/miner-view/locations/compare-location.ts';

const [A, B, C] = ['02:0d:27:00:00:01', '02:0d:27:00:00:02', '02:0d:27:00:00:03'] as const;

describe('the location of two miners side by side', () => {
  it('names both, there and back, and is none where one is missing', () => {
    expect(formatComparePath([A, B])).toBe(`/miners/compare/${A}/${B}`);
    expect(parseComparePath(formatComparePath([A, B]))).toEqual([A, B]);
    expect(parseComparePath(`/miners/compare/${encodeURIComponent(A)}/%E0%A4%A`)).toEqual([A, '%E0%A4%A']);
    for (const path of ['/miners', `/miners/compare/${A}`, `/miners/compare/${A}/${B}/${C}`, `/fleet/${A}`])
      expect(parseComparePath(path), path).toBeNull();
  });

  it('keeps the other miner where one of them is exchanged, and the screen where only one is shown', () => {
    expect(pathWithMiner(`/miners/compare/${A}/${B}`, A, C)).toBe(`/miners/compare/${C}/${B}`);
    expect(pathWithMiner(`/miners/compare/${A}/${B}`, B, C)).toBe(`/miners/compare/${A}/${C}`);
    expect(pathWithMiner(`/overview/${A}`, A, C)).toBe(`/overview/${C}`);
    expect(pathWithMiner(`/fleet/${A}/board/2/24,25`, A, C)).toBe(`/fleet/${C}`);
    expect(pathWithMiner('/jobs', A, C)).toBe(`/fleet/${C}`);
  });
});
