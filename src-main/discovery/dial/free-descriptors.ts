import { readdirSync, readFileSync } from 'node:fs';

/** Node's own report on this process. */
interface Reporter {
  readonly getReport: () => object;
  /** Not in the types of Node. */
  excludeNetwork?: boolean;
}

/**
 * How many more files and sockets this process may open; null without a limit, or if it is not
 * known.
 */
export function freeDescriptors(): number | null {
  const limit = descriptorLimit();
  if (limit === null) return null;
  try {
    return Math.max(0, limit - readdirSync('/dev/fd').length);
  } catch {
    // Listing them needs a free descriptor.
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
    return reportedLimit();
  } catch {
    return null;
  }
}

/**
 * Reads the limit from Node's own report once: a report blocks its thread, and resolves the names
 * of all peers unless `excludeNetwork` is set.
 */
export function limitReader(report: Reporter): () => number | null {
  let limit: number | null | undefined;
  const read = (): number | null => {
    const { excludeNetwork } = report;
    if (excludeNetwork !== undefined) report.excludeNetwork = true;
    try {
      const { userLimits } = report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } };
      const soft = userLimits?.open_files?.soft;
      return typeof soft === 'number' ? soft : null;
    } finally {
      if (excludeNetwork !== undefined) report.excludeNetwork = excludeNetwork;
    }
  };
  return () => {
    if (limit === undefined) limit = read();
    return limit;
  };
}

const reportedLimit = limitReader(process.report);
