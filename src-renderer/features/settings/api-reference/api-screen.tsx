import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { FailureCallout, Skeleton } from '../../../ui/feedback/callout.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { RichText } from '../../../ui/rich-text.tsx';
import { type ApiDocument, isRouteAbout, routesByGroup } from './api-document.ts';
import { apiReferenceTexts as texts } from './api-reference-texts.ts';
import { ApiRouteLine } from './api-route-line.tsx';
import classes from './api-screen.module.css';

/** Every route of the REST API: what it does, its fields, and a command line that calls it. */
export function ApiScreen() {
  const { orpc } = usePowerHive();
  const document = useQuery(
    orpc.rest.document.queryOptions({
      staleTime: Number.POSITIVE_INFINITY,
      select: (text) => JSON.parse(text) as ApiDocument,
    }),
  );
  const status = useQuery(orpc.rest.status.queryOptions());
  return (
    <Page
      title={texts.title}
      about={<RichText text={texts.about} slots={{ back: <Link href="/settings">{texts.back}</Link> }} />}
      narrow
    >
      {document.isError ? (
        <FailureCallout title={texts.failed} why={callErrorMessage(document.error)} />
      ) : document.data === undefined ? (
        <Skeleton rows={12} label={texts.loading} />
      ) : (
        <Routes document={document.data} minersLine={status.data?.curl_line ?? null} />
      )}
    </Page>
  );
}

function Routes({ document, minersLine }: { document: ApiDocument; minersLine: string | null }) {
  const [words, setWords] = useState('');
  const id = useId();
  const groups = useMemo(() => [...routesByGroup(document)], [document]);
  const found = groups
    .map(([group, routes]) => ({ group, routes: routes.filter((route) => isRouteAbout(route, words.trim())) }))
    .filter(({ routes }) => routes.length > 0);
  return (
    <>
      <TextInput
        type="search"
        aria-label={texts.search}
        placeholder={texts.search}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {found.length === 0 && <p className={classes.quiet}>{texts.none(words.trim())}</p>}
      {found.map(({ group, routes }) => (
        <section key={group} aria-labelledby={`${id}-${group}`}>
          <h2 id={`${id}-${group}`} className={classes.group}>
            {texts.groups[group] ?? group}
          </h2>
          <ul className={classes.list}>
            {routes.map((route) => (
              <ApiRouteLine key={route.id} route={route} document={document} minersLine={minersLine} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
