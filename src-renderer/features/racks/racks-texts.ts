import { countText, numberText } from '../../../src-shared/text/count-text.ts';
import { attentionText } from '../../miner-view/attention-count-texts.ts';

function kilowatts(watts: number): string {
  return numberText(watts < 100_000 ? Math.round(watts / 100) / 10 : Math.round(watts / 1000));
}

/** Texts of the racks screen. */
export const racksTexts = {
  title: 'Racks',
  about: 'What is known of each rack. Miners are in a rack by their place.',
  loading: 'Loading racks',
  failed: 'Racks cannot be loaded',
  add: 'Add rack',
  none: 'No racks yet',
  noneAbout: 'Add one, or place miners: a rack that a place names is listed here too.',
  list: 'Racks',
  columns: {
    rack: 'Rack',
    state: 'State',
    miners: 'Miners',
    size: 'Size',
    power: 'Power',
    pdu: 'Breaker or PDU',
    switch: 'Switch',
  },
  unknown: '—',
  state: {
    /** "dark: 8 offline"; without a number if they answer and hash nothing. */
    dark: (offline: number): string => (offline === 0 ? 'dark' : `dark: ${numberText(offline)} offline`),
    part: attentionText,
    well: 'no problems',
  },
  /** "6 × 4, 3 free". */
  size: (rows: number, columns: number, free: number): string =>
    `${numberText(rows)} × ${numberText(columns)}, ${free > 0 ? `${numberText(free)} free` : 'full'}`,
  edit: 'Edit',
  editRack: (rack: string): string => `Edit ${rack}`,
  remove: 'Remove',
  removeRack: (rack: string): string => `Remove ${rack}`,
  removeAbout: 'Its size, power limit, PDU and switch are removed. Its miners stay in place.',
  removeFailed: (rack: string): string => `Couldn't remove ${rack}`,
  place: 'Place miners',
  placeIn: (rack: string): string => `Place miners in ${rack}`,
  needsSize: 'Set rows and columns to place miners slot by slot.',

  csv: {
    import: 'Import',
    save: 'CSV',
    title: 'Import racks',
    about:
      'Paste or open a CSV file whose first line names its columns: rack, then any of rows, columns, power_limit_kw, pdu and switch. An empty cell takes what is known away; racks that are not in the file stay.',
    example: 'rack,rows,columns,power_limit_kw,pdu,switch',
    submit: (racks: number): string => `Change ${countText(racks, 'rack')}`,
    failed: (racks: number): string => `Couldn't change ${countText(racks, 'rack')}`,
  },

  form: {
    add: 'Add rack',
    change: (rack: string): string => `Rack ${rack}`,
    rack: 'Rack',
    rackAbout: 'As in the places of miners: rack, row/rack or building/row/rack',
    rackExample: 'R7',
    rows: 'Rows',
    rowsAbout: 'Shelves, from the top',
    columns: 'Columns',
    columnsAbout: 'Slots of a shelf',
    limit: 'Power limit (kW)',
    limitAbout: 'The map marks the rack, and a problem opens, when its miners draw more',
    pdu: 'Breaker or PDU',
    pduExample: 'PDU-3 / B12',
    switch: 'Switch',
    switchExample: 'SW-2',
    save: 'Save',
    submit: 'Add rack',
  },

  placing: {
    title: (rack: string): string => `Place miners in ${rack}`,
    about: 'Choose a miner, then its slot. Enter or a click places it; Ctrl+Z takes the last one back.',
    back: 'All racks',
    slots: (rack: string): string => `Slots of ${rack}`,
    empty: 'empty',
    waiting: (miners: number): string => `Without a place: ${numberText(miners)}`,
    noneWaiting: 'Every miner has a place.',
    noneFound: 'No miner matches.',
    others: (miners: number): string => `${countText(miners, 'miner')} in this rack without a slot`,
    filter: 'Search: name, IP or MAC',
    chosen: (miner: string): string => `${miner}: choose its slot`,
    chooseFirst: 'Choose a miner first.',
    taken: (place: string, miner: string): string => `${place} is taken by ${miner}.`,
    locate: 'Locate',
    locateMiner: (miner: string): string => `Locate ${miner}: its lights blink`,
    placed: (miner: string, place: string): string => `${miner} → ${place}`,
    undo: 'Undo',
    undone: (miner: string): string => `${miner} is back where it was.`,
    failed: (miner: string): string => `Couldn't place ${miner}`,
    more: (miners: number): string => `${numberText(miners)} more: search for them`,
  },

  load: {
    overLimit: 'Above the power limit of this rack',
    powerOfLimit: 'Power now, of the limit of this rack',
    powerOfSome: (miners: number, ofMiners: number): string =>
      `Power now of ${numberText(miners)} of ${countText(ofMiners, 'miner')}, of the limit of this rack; the others do not report it`,
    /** "54/60 kW". */
    text: (powerW: number | null, limitW: number): string =>
      `${powerW === null ? '—' : kilowatts(powerW)}/${kilowatts(limitW)} kW`,
  },
} as const;
