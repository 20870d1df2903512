import { minerName } from '../../../../src-shared/miner-name.ts';
import type { Miner, MinerPatch } from '../../../../src-shared/model/index.ts';
import { parsePlace, placeText } from '../../../../src-shared/place.ts';
import { isTag } from '../bulk/changed-tags.ts';
import { fleetTexts } from '../fleet-texts.ts';
import { csvCells } from './csv-cells.ts';

const texts = fleetTexts.import;
const LONGEST_NICKNAME = 64;

/** What a file changes of one miner. */
export interface ImportedChange {
  readonly miner: Miner;
  readonly patch: Pick<MinerPatch, 'nickname' | 'place' | 'tags'>;
}

export interface ImportedRows {
  readonly changes: readonly ImportedChange[];
  /** Miners that are as the file says already. */
  readonly same: number;
  readonly problems: readonly { readonly line: number; readonly why: string }[];
}

/**
 * Compares a CSV file with the farm. Its first line names the columns: `mac` or `ip`, `name`,
 * `place`, `tags`; others are ignored. Tags are separated by spaces or semicolons. An empty cell
 * takes a name, a place or the tags away; a column that is not there leaves them.
 */
export function importRows(text: string, miners: readonly Miner[]): ImportedRows {
  const [head = [], ...rows] = csvCells(text);
  const columns = head.map((title) => title.trim().toLowerCase());
  const at = {
    mac: columns.indexOf('mac'),
    ip: columns.indexOf('ip'),
    name: columns.indexOf('name'),
    place: columns.indexOf('place'),
    tags: columns.indexOf('tags'),
  };
  const problems: { line: number; why: string }[] = [];
  if (Math.max(at.mac, at.ip) === -1 || Math.max(at.name, at.place, at.tags) === -1) {
    return { changes: [], same: 0, problems: text.trim() === '' ? [] : [{ line: 1, why: texts.noColumns }] };
  }
  const known = new Map(miners.flatMap((miner) => keysOf(miner).map((key) => [key, miner])));
  const seen = new Set<string>();
  const changes: ImportedChange[] = [];
  let same = 0;
  for (const [index, row] of rows.entries()) {
    const cell = (column: number): string => row[column]?.trim() ?? '';
    if (row.every((value) => value.trim() === '')) continue;
    const line = index + 2;
    const who = cell(at.mac) || cell(at.ip);
    const miner = known.get(who.toLowerCase().replaceAll('-', ':'));
    const tags = cell(at.tags)
      .split(/[\s;]+/)
      .filter(Boolean);
    const wrong = tags.find((tag) => !isTag(tag));
    const place = parsePlace(cell(at.place));
    if (miner === undefined) problems.push({ line, why: texts.unknown(who) });
    else if (seen.has(miner.id)) problems.push({ line, why: texts.twice(minerName(miner)) });
    else if (wrong !== undefined) problems.push({ line, why: texts.wrongTag(wrong) });
    else if (cell(at.place) !== '' && place === null) problems.push({ line, why: texts.wrongPlace(cell(at.place)) });
    else if (cell(at.name).length > LONGEST_NICKNAME) problems.push({ line, why: texts.longName });
    else {
      seen.add(miner.id);
      const nickname = cell(at.name) === '' ? null : cell(at.name);
      const placed = place === null ? null : placeText(place);
      const patch = {
        // The name of a miner without one is written out as its address or label.
        ...(at.name !== -1 && nickname !== miner.nickname && nickname !== minerName(miner) && { nickname }),
        ...(at.place !== -1 && placed !== miner.place && { place: placed }),
        ...(at.tags !== -1 && tags.join() !== miner.tags.join() && { tags: [...new Set(tags)] }),
      };
      if (Object.keys(patch).length === 0) same += 1;
      else changes.push({ miner, patch });
    }
  }
  return { changes, same, problems };
}

function keysOf({ id, ip, last_ip }: Miner): string[] {
  const address = ip ?? last_ip;
  return [id, id.replaceAll(':', ''), ...(address === null ? [] : [address, address.replace(/:\d+$/, '')])];
}
