/**
 * Firmware and miners that are not VNish, by their names in `fw_name`, in the title of the page or
 * in the realm of the login. The names are those that public fleet tools look for (pyasic,
 * asic-rs). Hiveon copies Bitmain's stock pages including the realm, and is recognised only by a
 * reported name.
 */
const OTHER_MAKES: readonly (readonly [RegExp, string])[] = [
  [/braiins|bosminer|\bbos\b/i, 'Braiins OS'],
  [/lux(?:os|or\b|miner)/i, 'LuxOS'],
  [/\bepic\b|powerplay|miner web dashboard/i, 'ePIC firmware'],
  [/hiveon/i, 'Hiveon firmware'],
  [/msk ?miner/i, 'MSKMINER firmware'],
  [/\bmara(?:fw|os|thon)?\b|kaonsu/i, 'MARA firmware'],
  [/awesome ?miner/i, 'Awesome Miner firmware'],
  [/whatsminer|btminer|microbt/i, 'a WhatsMiner'],
  [/avalon|canaan/i, 'an Avalon miner'],
  [/goldshell/i, 'a Goldshell miner'],
  [/innosilicon|dragonmint/i, 'an Innosilicon miner'],
  [/iceriver/i, 'an Iceriver miner'],
  [/auradine|fluxos|teraflux/i, 'an Auradine miner'],
  [/bitaxe|axeos|esp-miner/i, 'a Bitaxe'],
  [/elphapex|daoge/i, 'an Elphapex miner'],
  [/hammer|volcminer|blackminer/i, 'a Hammer or VolcMiner'],
  [/antminer|bitmain/i, 'the stock firmware of an Antminer, which has another API'],
];

/** The other make that a text names, as words for a message; null if none. */
export function otherMake(text: string | null): string | null {
  if (text === null) return null;
  return OTHER_MAKES.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
