/** The text of a key in an XML property list; null if there is none. */
export function readPlistText(plist: string, key: string): string | null {
  const escaped = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`<key>${escaped}</key>\\s*<string>([^<]*)</string>`).exec(plist)?.[1] ?? null;
}

/** The URL schemes that macOS opens with the program. */
export function readPlistSchemes(plist: string): string[] {
  const list = /<key>CFBundleURLSchemes<\/key>\s*<array>([\s\S]*?)<\/array>/.exec(plist)?.[1] ?? '';
  return [...list.matchAll(/<string>([^<]*)<\/string>/g)].map((match) => match[1] ?? '');
}
