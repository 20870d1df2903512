/**
 * The page's own ground, so that the window is never white before its first frame. The page's
 * tokens say the same.
 */
export function groundColor(isDark: boolean): string {
  return isDark ? '#0f1215' : '#f5f6f7';
}
