import { useEffect, useState } from 'react';

/** How long after another search its count may still change because of that search. */
const ANNOUNCED_MS = 3000;

/**
 * How many miners a search finds. Screen readers announce it after another search, and not whenever
 * miners change their state: a running job would make them talk without end.
 */
export function SearchCount({
  query,
  text,
  className,
}: {
  query: string;
  text: string;
  className: string | undefined;
}) {
  const [quietFor, setQuietFor] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setQuietFor(query), ANNOUNCED_MS);
    return () => clearTimeout(timer);
  }, [query]);
  return (
    <span className={className} role="status" aria-live={quietFor === query ? 'off' : 'polite'}>
      {text}
    </span>
  );
}
