import { describe, expect, it } from 'vitest';
import { patchBack } from '../../../../src-renderer/features/fleet/bulk/change-undoably.ts';
import { changedTags, minersWithTooManyTags } from '../../../../src-renderer/features/fleet/bulk/changed-tags.ts';
import { csvLines } from '../../../../src-shared/import/csv-cells.ts';
import { changeLines, importRows } from '../../../../src-shared/import/import-rows.ts';
import { isTag } from '../../../../src-shared/limits/tag.ts';
import { farmRacks } from '../../../../src-shared/meant-place.ts';
import { type Miner, MinerPatch, Tag } from '../../../../src-shared/model/index.ts';
import { minerRow, offlineRow } from '../../renderer/miner-row.ts';

const farm = [
  minerRow({ id: '02:95:23:00:00:01', ip: '10.1.0.1', nickname: 'A', tags: ['rack-1'] }),
  minerRow({ id: '02:95:23:00:00:02', ip: '10.1.0.2:8080', nickname: null, hostname: null, label: null }),
  offlineRow({ id: '02:95:23:00:00:03', nickname: 'C', last_ip: '10.1.0.3' }),
];
/** Without racks that are described. */
const rowsOf = (text: string, miners: readonly Miner[]) => importRows(text, miners, farmRacks([], miners));
const csvCells = (text: string) => csvLines(text).map(({ cells }) => cells);
const imported = (text: string) => {
  const { changes, same, problems } = rowsOf(text, farm);
  return { changes: changes.map(({ miner, patch }) => [miner.id.slice(-1), patch]), same, problems };
};

describe('names, places and tags from a file', () => {
  it('are compared with the farm, by MAC or address, also the last one', () => {
    expect(imported('mac,name,tags\n02-95-23-00-00-01,B,rack-1\n029523000002,,rack-2 breaker-3\n')).toEqual({
      changes: [
        ['1', { nickname: 'B' }],
        ['2', { tags: ['rack-2', 'breaker-3'] }],
      ],
      same: 0,
      problems: [],
    });
    expect(imported('ip;tags\r\n10.1.0.1;rack-1\r\n10.1.0.3;x;\r\n').changes).toEqual([['3', { tags: ['x'] }]]);
    expect(imported('ip;tags\n10.1.0.1;rack-1').same).toBe(1);
    for (const tags of ['x y', 'x;y', '"x,y"', '"x, y"']) {
      expect(imported(`ip,tags\n10.1.0.3,${tags}`).changes).toEqual([['3', { tags: ['x', 'y'] }]]);
    }
  });

  it('are taken away by an empty cell, and left by a missing column', () => {
    // In an export, a name that would start a formula has an apostrophe.
    expect(imported("mac,name\n02:95:23:00:00:01,'-A1").changes).toEqual([['1', { nickname: '-A1' }]]);
    expect(imported('mac,name,tags\n02:95:23:00:00:01,,').changes).toEqual([['1', { nickname: null, tags: [] }]]);
    expect(imported('mac,name\n02:95:23:00:00:01,A').same).toBe(1);
    // An unnamed miner is exported by its address, even by a former one.
    for (const name of ['10.1.0.2:8080', '10.1.0.77', '02:95:23:00:00:02']) {
      expect(imported(`mac,name\n02:95:23:00:00:02,${name}`)).toMatchObject({ changes: [], same: 1 });
    }
    expect(imported('mac,name\n02:95:23:00:00:02,202401010001').changes).toEqual([['2', { nickname: '202401010001' }]]);
  });

  it('come with a remark where several miners would share a name or a position', () => {
    const remarks = (text: string) =>
      rowsOf(text, [...farm, minerRow({ id: '02:95:23:00:00:04', place: 'R1/1' })]).remarks;
    expect(remarks('ip,name,place\n10.1.0.1,C,R1/1\n10.1.0.2:8080,D,R1')).toEqual([
      'Several miners would have the same name: C.',
      'Several miners would be at the same position: R1/1.',
    ]);
    // Not where they are exchanged, nor of those that the file leaves as they are.
    expect(remarks('ip,name\n10.1.0.1,C\n10.1.0.3,A')).toEqual([]);
  });

  it('are restored by an undo, as far as they are known', () => {
    const [miner] = farm;
    if (miner === undefined) throw new Error('no miner');
    const patch = { nickname: null, tags: ['x'], unlock_pass: 'p' };
    expect(patchBack(miner, patch)).toEqual({ nickname: 'A', tags: ['rack-1'] });
    expect(patchBack(miner, { place: 'R1' })).toEqual({ place: miner.place });
    expect(patchBack(miner, { unlock_pass: 'p' })).toEqual({});
  });

  it('are places in any of their forms, which an empty cell takes away', () => {
    const placed = [minerRow({ id: '02:95:23:00:00:01', place: 'R7/4' }), minerRow({ id: '02:95:23:00:00:02' })];
    const text = 'mac,place\n02:95:23:00:00:01,R7 / 4\n02:95:23:00:00:02,Hall 1//R8/\n';
    expect(rowsOf(text, placed)).toMatchObject({ changes: [{ patch: { place: 'Hall 1//R8/' } }], same: 1 });
    expect(rowsOf('mac,place\n02:95:23:00:00:01,', placed).changes[0]?.patch).toEqual({ place: null });
    expect(rowsOf('mac,place\n02:95:23:00:00:01,a/b/c/d/e', placed).problems).toEqual([
      {
        line: 2,
        why: '"a/b/c/d/e" is not a place: write rack, rack/position, row/rack/position or building/row/rack/position',
      },
    ]);
  });

  it('are read as on the screens: a rack of a known building needs no "/", and a remark says so', () => {
    const known = farmRacks([{ rack: 'Hall 1/A/R3' }], []);
    const read = (text: string) => {
      const { changes, remarks } = importRows(text, farm, known);
      return { places: changes.map(({ patch }) => patch.place), remarks };
    };
    expect(read('ip,place\n10.1.0.1,Hall 1/C/R9\n10.1.0.3,/Hall 1/C/R9')).toEqual({
      places: ['Hall 1/C/R9/', 'Hall 1/C/R9'],
      remarks: [
        'Read as whole racks, without a position: Hall 1/C/R9. Write /Hall 1/C/R9 if the last part is a position.',
      ],
    });
    // Columns say what is the position.
    expect(read('ip,rack,position\n10.1.0.1,Hall 1/C,R9\n10.1.0.3,Hall 1/C/R9,').places).toEqual([
      'Hall 1/C/R9',
      'Hall 1/C/R9/',
    ]);
  });

  it.each([
    ['tags', Array.from({ length: 21 }, (_, n) => `t${n}`).join(' '), 'a miner has at most 20 tags'],
    ['tags', '𝐀'.repeat(33), 'is not a tag'],
    ['name', 'R1\tS1', 'control characters'],
    ['name', 'R1\u0007', 'control characters'],
    ['name', 'R1\u202e', 'control characters'],
    ['name', 'R1\u061c', 'control characters'],
    ['name', '\u200b\u2060', 'nothing of the name can be seen'],
    ['name', 'x'.repeat(65), '64 characters'],
    ['password', 'x'.repeat(129), '128 characters'],
    ['place', `${'a'.repeat(33)}/1`, 'is not a place'],
    ['place', 'a'.repeat(400), `"${'a'.repeat(59)}…" is not a place: write rack`],
  ])('leave out a line whose %s the program refuses (%j), and change the others', (column, cell, why) => {
    const { changes, problems } = imported(`mac,${column}\n02:95:23:00:00:01,"${cell}"\n02:95:23:00:00:03,x\n`);
    expect(problems).toEqual([{ line: 2, why: expect.stringContaining(why) }]);
    expect(changes.map(([id]) => id)).toEqual(['3']);
    for (const [, patch] of changes) expect(MinerPatch.safeParse(patch).success).toBe(true);
  });

  it('may have as many letters of any script as the program takes', () => {
    const [change] = imported(`mac,name\n02:95:23:00:00:01,${'𝐀'.repeat(64)}`).changes;
    expect(MinerPatch.safeParse(change?.[1]).success).toBe(true);
  });

  it('may name a tag twice', () => {
    expect(imported('mac,tags\n02:95:23:00:00:01,rack-1 rack-1').same).toBe(1);
    const many = Array.from({ length: 21 }, (_, n) => `t${n % 20}`);
    expect(imported(`mac,tags\n02:95:23:00:00:01,${many.join(' ')}`).problems).toEqual([]);
  });

  it('say at which line they are wrong', () => {
    const text = 'mac,tags\n02:00:00:00:00:99,x\n02:95:23:00:00:01,a/b\n02:95:23:00:00:03,y\n10,z\n02:95:23:00:00:03,q';
    expect(imported(text).problems.map(({ line }) => line)).toEqual([2, 3, 5, 6]);
    expect(imported('name\nA').problems).toEqual([
      { line: 1, why: 'the first line needs mac or ip, and any of name, place, tags and password' },
    ]);
    expect(imported('')).toEqual({ changes: [], same: 0, problems: [] });
    expect(imported('mac,name\n,A').problems).toEqual([{ line: 2, why: 'no mac and no ip' }]);
    const why = (whose: string): string | undefined => imported(`mac,name\n${whose},A`).problems[0]?.why;
    expect(why('02:95:23:00:00')).toBe('"02:95:23:00:00" is not a MAC or IP address');
    expect(why('02-95-23-00-0G-01')).toBe('"02-95-23-00-0G-01" is not a MAC or IP address');
    expect(why('02-95-23-00-0F-01')).toBe('no miner 02-95-23-00-0F-01');
    expect(why('127.9.9.9:80')).toBe('no miner 127.9.9.9:80');
  });

  it('are read from a MAC as switches write it', () => {
    expect(imported('mac,name\n0295.2300.0002,B').changes).toEqual([['2', { nickname: 'B' }]]);
    expect(imported('0295.2300.0002,B').changes).toEqual([['2', { nickname: 'B' }]]);
    expect(imported('mac,name\n0295.2300.0099,B').problems).toEqual([{ line: 2, why: 'no miner 0295.2300.0099' }]);
  });

  it('are read after empty lines and the line that names the separator to Excel', () => {
    const read = { changes: [['2', { nickname: 'B' }]], same: 0, problems: [{ line: 5, why: 'no miner 10.1.0.99' }] };
    const lines = 'mac;name\r\n02:95:23:00:00:02;B\r\n10.1.0.99;C';
    expect(imported(`\uFEFFsep=;\r\n\r\n${lines}`)).toEqual(read);
    expect(imported(`\r\n;;\r\n${lines}`)).toEqual(read);
    expect(imported('sep=|\nmac|name\n02:95:23:00:00:02|B,C').changes).toEqual([['2', { nickname: 'B,C' }]]);
    expect(imported('\n\n')).toEqual({ changes: [], same: 0, problems: [] });
  });

  it('are read from quotes, tabs and files of spreadsheets', () => {
    expect(csvCells('\uFEFFa;b\r\n"x;\n""y""";2')).toEqual([
      ['a', 'b'],
      ['x;\n"y"', '2'],
    ]);
    expect(csvCells('a\tb\n1\t2\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('keep a quote inside a cell, and refuse a line whose cells cannot be trusted', () => {
    expect(csvCells('a,b\r5" fan,"x" y\r, "q"')).toEqual([
      ['a', 'b'],
      ['5" fan', 'x y'],
      ['', 'q'],
    ]);
    const broken = 'a cell in quotes has a line break, or its quote is not closed';
    const swallowed = 'mac,name,tags\n02:95:23:00:00:01,"B\n02:95:23:00:00:02,x\n,",\n02:95:23:00:00:03,,x\n10,,\n';
    expect(imported(swallowed)).toEqual({
      changes: [['3', { nickname: null, tags: ['x'] }]],
      same: 0,
      problems: [
        { line: 2, why: broken },
        { line: 6, why: '"10" is not a MAC or IP address' },
      ],
    });
    expect(imported('mac,name,tags\n02:95:23:00:00:01,"B,x').problems).toEqual([{ line: 2, why: broken }]);
    expect(imported('mac,"name\n02:95:23:00:00:01,B').problems).toEqual([{ line: 1, why: broken }]);
    expect(imported('"MAC\naddress",name\n02:95:23:00:00:09,B').problems).toEqual([
      { line: 3, why: 'no miner 02:95:23:00:00:09' },
    ]);
  });

  it('are refused where a cell was not written in UTF-8', () => {
    const text = (from: string): string => new TextDecoder().decode(Buffer.from(from, 'latin1'));
    const why = 'the file is not UTF-8: save it as CSV UTF-8';
    expect(imported(text('mac,name,note\n02:95:23:00:00:01,B\xfc,\n02:95:23:00:00:03,D,\xfc'))).toEqual({
      changes: [['3', { nickname: 'D' }]],
      same: 0,
      problems: [{ line: 2, why }],
    });
    expect(imported(text('\xff\xfem\0a\0c\0')).problems).toEqual([{ line: 1, why }]);
  });
});

describe('the address of a miner', () => {
  const shared = [
    offlineRow({ id: '02:95:23:00:00:06', last_ip: '10.1.7.6' }),
    minerRow({ id: '02:95:23:00:00:01', ip: '10.1.7.5' }),
    minerRow({ id: '02:95:23:00:00:02', ip: '10.1.7.5:8080' }),
    minerRow({ id: '02:95:23:00:00:03', ip: '10.1.7.6:8080' }),
    offlineRow({ id: '02:95:23:00:00:04', last_ip: '10.1.7.6:8080' }),
    offlineRow({ id: '02:95:23:00:00:05', last_ip: '10.1.7.7' }),
    offlineRow({ id: '02:95:23:00:00:07', last_ip: '10.1.7.7' }),
  ];
  const found = (address: string) => {
    const { changes, problems } = rowsOf(`ip,password\n${address},s3cret`, shared);
    return [...changes.map(({ miner }) => miner.id.slice(-1)), ...problems.map(({ why }) => why)];
  };

  it('is that of the miner that has it now, before those that had it last', () => {
    expect(found('10.1.7.6')).toEqual(['3']);
    expect(found('10.1.7.6:8080')).toEqual(['3']);
    expect(found('10.1.7.5:8080')).toEqual(['2']);
    expect(rowsOf('ip,password\n10.1.7.6,s3cret', shared.toReversed()).changes[0]?.miner.id).toBe(shared[3]?.id);
  });

  it('names none where it is that of two', () => {
    expect(found('10.1.7.5')).toEqual(['10.1.7.5 is the address of 2 miners: name the MAC']);
    expect(found('10.1.7.7')).toEqual(['10.1.7.7 is the address of 2 miners: name the MAC']);
  });
});

describe('the columns of a file', () => {
  it('are named as sheets name them, and what is not used is named', () => {
    const text = 'MAC Address;Nick;Nickname;Unlock_Pass;Rack;Pos\n02:95:23:00:00:01;x;A; s3cret ;R7;4';
    const { changes, remarks, problems } = rowsOf(text, farm);
    expect(problems).toEqual([]);
    expect(changes.map(({ patch }) => patch)).toEqual([{ place: 'R7/4', unlock_pass: ' s3cret ' }]);
    expect(remarks).toEqual(['Not used: Nick.']);
    expect(changes.flatMap(changeLines)).toEqual(['A: place none → R7/4', 'A: password set']);
  });

  it('may be places in parts', () => {
    const text = 'ip,building,row,rack,position\n10.1.0.1,Hall 1,,R8,\n10.1.0.3,,,R9,2';
    expect(imported(text).changes).toEqual([
      ['1', { place: 'Hall 1//R8/' }],
      ['3', { place: 'R9/2' }],
    ]);
  });

  it('leave a password where the cell is empty, and refuse one that is too long', () => {
    expect(imported('mac,password\n02:95:23:00:00:01,').same).toBe(1);
    expect(imported(`mac,password\n02:95:23:00:00:01,${'x'.repeat(129)}`).problems).toEqual([
      { line: 2, why: 'a password has at most 128 characters' },
    ]);
  });

  it('are guessed where the first line is a miner already, never as a password', () => {
    const { changes, remarks } = rowsOf('10.1.0.1\tB\tR1/1\tx\tsecret\n10.1.0.3\tC\tR1/2\ty\tsecret', farm);
    expect(changes.map(({ patch }) => patch)).toEqual([
      { nickname: 'B', place: 'R1/1', tags: ['x'] },
      { place: 'R1/2', tags: ['y'] },
    ]);
    expect(remarks).toEqual(['No line with the names of the columns: they are taken for ip, name, place, tags.']);
    expect(imported('02:95:23:00:00:01').problems).toHaveLength(1);
  });

  it('are not guessed to be a name or a place where they are a second MAC or address', () => {
    const { changes, remarks } = rowsOf('10.1.0.1\t02:95:23:00:00:03\tB\tR1/1\n\t029523000001\tD\tR1/2', farm);
    expect(changes.map(({ miner, patch }) => [miner.id.slice(-1), patch])).toEqual([
      ['3', { nickname: 'B', place: 'R1/1' }],
      ['1', { nickname: 'D', place: 'R1/2' }],
    ]);
    expect(remarks).toEqual(['No line with the names of the columns: they are taken for ip, mac, name, place.']);
    expect(imported('02:95:23:00:00:01,10.1.0.1').problems).toHaveLength(1);
  });
});

describe('tags', () => {
  it('are added at the end and taken away', () => {
    expect(changedTags(['a', 'b'], ['c', 'a'], ['b'])).toEqual(['a', 'c']);
    expect(changedTags(['a'], ['a'], ['a'])).toEqual(['a']);
  });

  it('are 20 for a miner at most, which is said before any is changed', () => {
    const full = Array.from({ length: 20 }, (_, n) => `t${n}`);
    const miners = [minerRow({ tags: full }), minerRow({ tags: ['a'] })];
    expect(minersWithTooManyTags(miners, ['b'], [])).toBe(1);
    expect(minersWithTooManyTags(miners, ['b'], ['t0'])).toBe(0);
    expect(minersWithTooManyTags(miners, ['t0'], [])).toBe(0);
    expect(MinerPatch.safeParse({ tags: changedTags(full, ['b'], ['t0']) }).success).toBe(true);
  });

  it.each([
    '𝐀'.repeat(32),
    '𝐀'.repeat(33),
    'rack-2',
    'Стойка_7',
    '3',
    'a'.repeat(32),
    '-x',
    'a b',
    '',
    'a'.repeat(33),
    'a/b',
    'a,b',
    'a:b',
  ])('are checked alike here and in the program: %s', (text) => expect(isTag(text)).toBe(Tag.safeParse(text).success));
});
