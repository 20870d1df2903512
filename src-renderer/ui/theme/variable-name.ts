/** `accent_text` is the CSS variable `--ph-accent-text`. */
export function variableName(token: string): string {
  return `--ph-${token.replaceAll('_', '-')}`;
}
