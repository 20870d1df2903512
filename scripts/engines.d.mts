export function findEngine(name: string): string | null;
export function findPostgres(): string | null;
export function ensureEngines(names?: readonly string[]): string[];
