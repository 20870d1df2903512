import { tempText } from '../../src-shared/temperature.ts';

/**
 * A text of the firmware in the words of the screens: `chain#1 - Overheated, chip temp=104` is
 * "Board 1 overheated, chip at 104 °C", and `fan#2 - LOST` is "Fan 2: LOST". What has no such part
 * stays as it is.
 */
export function firmwareWords(description: string): string {
  return description
    .replace(/\bchain#(\d+) - overheated\b/gi, (_, id: string) => `Board ${id} overheated`)
    .replace(/\b(chain|fan)#(\d+)(?: - )?/gi, (_, part: string, id: string) => `${PARTS[part.toLowerCase()]} ${id}: `)
    .replace(/\bchip temp=(-?\d+)\b/gi, (_, tempC: string) => `chip at ${tempText(Number(tempC))}`)
    .trim();
}

const PARTS: Readonly<Record<string, string>> = { chain: 'Board', fan: 'Fan' };
