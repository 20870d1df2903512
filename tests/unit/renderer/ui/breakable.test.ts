import { expect, it } from 'vitest';
import { breakableParts } from '../../../../src-renderer/ui/breakable.tsx';

it('an address breaks between its parts, and other words where they have blanks', () => {
  expect(breakableParts('stratum+tcp://eu-west.pool.example.com:3333')).toEqual([
    'stratum+tcp://',
    'eu-',
    'west',
    '.pool',
    '.example',
    '.com',
    ':3333',
  ]);
  expect(breakableParts('v2.example:3336/KEY_case')).toEqual(['v2', '.example', ':3336/', 'KEY_', 'case']);
  expect(breakableParts('worker farm.R1-S02')).toEqual(['worker farm', '.R1-', 'S02']);
  for (const words of [
    '2900',
    '60 %',
    '+198.0 TH/s',
    '+198.0\u00a0TH/s',
    '29.4 J/TH',
    'perhaps a restart, 2.5 min',
    'It is so. Then',
    '08:00: Pause until 09:00',
    '—',
    '',
    '10.1.4.7',
  ])
    expect(breakableParts(words)).toEqual([words]);
});
