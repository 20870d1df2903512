import { remembered } from '../remembered.ts';

const OCTETS = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::\d+)?$/;
const CIDR = /^([\d.]+)\/(\d{1,2})$/;
const WILDCARD = /^(\d{1,3}(?:\.\d{1,3}){0,2})(?:\.\*)+$/;
const RANGE = /^([\d.]+)-([\d.]+)$/;

/** An address as a number, without its port; null if it is not one. */
const addressNumber = remembered(20_000, (text): number | null => {
  const octets = OCTETS.exec(text)?.slice(1).map(Number);
  if (octets === undefined || octets.some((octet) => octet > 255)) return null;
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
});

/** The first and the last address of a range, as numbers. */
export type AddressRange = readonly [first: number, last: number];

/** The dashes and minus signs that editors and phones write for a hyphen. */
const DASHES = /[\u2010-\u2015\u2212]/g;

/** A text with hyphens for all kinds of dashes. */
export function withHyphens(text: string): string {
  return text.replace(DASHES, '-');
}

const RANGE_LIKE = /^[\d.]+[/-][\d.]*$|^[\d.]*\*[\d.*]*$/;

/** Whether a text is meant as a network or a range of addresses, valid or not. */
export function isMeantAsRange(text: string): boolean {
  return RANGE_LIKE.test(withHyphens(text)) && text.includes('.');
}

/**
 * The first and the last address of `10.1.7.0/24`, `10.1.7.10-10.1.7.40`, `10.1.7.10-40`,
 * `10.1.7.*` or `10.1.*`; null for any other text, and if the last is before the first.
 */
export function ipRange(text: string): AddressRange | null {
  const [, network, prefix] = CIDR.exec(text) ?? [];
  if (network !== undefined) {
    const [address, bits] = [addressNumber(network), Number(prefix)];
    if (address === null || bits > 32) return null;
    const size = 2 ** (32 - bits);
    const first = address - (address % size);
    return [first, first + size - 1];
  }
  const [, known] = WILDCARD.exec(text) ?? [];
  if (known !== undefined) {
    const octets = known.split('.');
    return ipRange(`${[...octets, 0, 0, 0].slice(0, 4).join('.')}/${8 * octets.length}`);
  }
  const [, from, to] = RANGE.exec(withHyphens(text)) ?? [];
  if (from === undefined || to === undefined) return null;
  const first = addressNumber(from);
  const last = addressNumber(to.includes('.') ? to : `${from.slice(0, from.lastIndexOf('.') + 1)}${to}`);
  return first === null || last === null || first > last ? null : [first, last];
}

/** Whether an address is in a range. */
export function isInRange(address: string, [first, last]: AddressRange): boolean {
  const number = addressNumber(address);
  return number !== null && number >= first && number <= last;
}
