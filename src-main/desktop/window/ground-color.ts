/**
 * The background colour of the page, so that the window is not white before its first frame. Must
 * be equal to the page's design token.
 */
export function groundColor(isDark: boolean): string {
  return isDark ? '#0f1215' : '#f5f6f7';
}
