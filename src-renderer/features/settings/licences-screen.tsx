import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { FailureNotice, Notice, Skeleton } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import classes from './licences-screen.module.css';

/** The notices of everything PowerHive is built from, each opened by itself. */
export function LicencesScreen() {
  const { orpc } = usePowerHive();
  const licences = useQuery(orpc.app.licences.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  return (
    <Page
      title="Licences"
      about={
        <>
          PowerHive is under the MIT licence, and built from the work of others.{' '}
          <Link href="/settings">Back to the settings</Link>
        </>
      }
      narrow
    >
      {licences.isError ? (
        <FailureNotice title="The licences could not be read" why={callErrorMessage(licences.error)} />
      ) : licences.data === undefined ? (
        <Skeleton rows={12} label="Loading licences" />
      ) : licences.data === null ? (
        <Notice title="No licences are here">
          They are put together by the build, and PowerHive runs from its sources.
        </Notice>
      ) : (
        <ul className={classes.list}>
          {licences.data.map(({ name, version, licence, homepage, text }) => (
            <li key={`${name} ${version}`}>
              <details>
                <summary className={classes.summary}>
                  <span>{name}</span> <span className={classes.quiet}>{version}</span>
                  <span className={classes.licence}>{licence}</span>
                </summary>
                {homepage !== null && (
                  <p className={classes.quiet}>
                    <a href={homepage} target="_blank" rel="noreferrer">
                      {homepage}
                    </a>
                  </p>
                )}
                <pre className={classes.text}>{text ?? 'The package brings no text of its own.'}</pre>
              </details>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
