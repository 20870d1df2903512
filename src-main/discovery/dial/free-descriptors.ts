import { readdirSync, readFileSync } from 'node:fs';

/**
 * How many more files and sockets this process may open; null where the system sets no limit or
 * does not say.
 */
export function freeDescriptors(): number | null {
  const limit = descriptorLimit();
  if (limit === null) return null;
  try {
    return Math.max(0, limit - readdirSync('/dev/fd').length);
  } catch {
    // Listing them takes a descriptor itself.
    return 0;
  }
}

function descriptorLimit(): number | null {
  if (process.platform === 'win32') return null;
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    if (soft !== undefined) return Number(soft);
  } catch {
    // Not Linux, or no descriptor left to read it with.
  }
  try {
    const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } };
    const soft = report.userLimits?.open_files?.soft;
    return typeof soft === 'number' ? soft : null;
  } catch {
    return null;
  }
}
