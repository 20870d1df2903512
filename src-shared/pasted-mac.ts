const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;

/** Whether a text is a MAC address, in any form that `normaliseMac` knows. */
export function isMac(text: string): boolean {
  return MAC.test(normaliseMac(text));
}

/**
 * Converts a MAC address of any common form (`02-95-23-00-00-01`, `0295.2300.0001`, `029523000001`)
 * to PowerHive's: lower case with colons. Any other text is unchanged; the contract refuses it.
 */
export function normaliseMac(text: string): string {
  const separated = /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text);
  const joined = /^[0-9a-f]{12}$/i.test(text) || /^[0-9a-f]{4}(\.[0-9a-f]{4}){2}$/i.test(text);
  if (!separated && !joined) return text;
  const digits = text.toLowerCase().replace(/[^0-9a-f]/g, '');
  return (digits.match(/../g) ?? []).join(':');
}
