import { expect, it } from 'vitest';
import { formatTable } from '../../../src-main/commands/shared/table.ts';

it('aligns columns as a terminal shows them, where a Chinese character takes two', () => {
  const rows = [
    { name: '矿机一号', watts: '3050' },
    { name: 'R1-S01', watts: '98' },
    { name: 'Cafe\u0301 \u202e9', watts: '—' },
  ];
  const table = formatTable(rows, [
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'W', cell: ({ watts }) => watts, align: 'right' },
  ]);
  expect(table.split('\n')).toEqual(['NAME         W', '矿机一号  3050', 'R1-S01      98', 'Cafe\u0301 9       —']);
});
