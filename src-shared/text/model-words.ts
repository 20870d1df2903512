/** A model's name as its maker writes it: firmware sends "Antminer S19J Pro" for an S19j Pro. */
export function modelWords(name: string): string {
  return name.replace(
    /\b([ST]\d\d)([A-Z])(?=\s|$)/,
    (_, series: string, letter: string) => series + letter.toLowerCase(),
  );
}

/** The same without the word "Antminer", with which nearly all begin. */
export function shortModelWords(name: string): string {
  return modelWords(name).replace(/^Antminer\s+/i, '');
}
