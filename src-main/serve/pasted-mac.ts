/**
 * A MAC address in the form PowerHive uses (lower case with colons), whatever form an operator
 * copied it in: `02-95-23-00-00-01`, `0295.2300.0001`, `029523000001`. Anything else stays as it
 * is, for the contract to sendRefusal.
 */
export function normaliseMac(text: string): string {
  const separated = /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text);
  const joined = /^[0-9a-f]{12}$/i.test(text) || /^[0-9a-f]{4}(\.[0-9a-f]{4}){2}$/i.test(text);
  if (!separated && !joined) return text;
  const digits = text.toLowerCase().replace(/[^0-9a-f]/g, '');
  return (digits.match(/../g) ?? []).join(':');
}
