import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { Callout, FailureCallout, Skeleton } from '../../../ui/feedback/callout.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { RichText } from '../../../ui/rich-text.tsx';
import { computerTexts } from './computer-texts.ts';
import classes from './licences-screen.module.css';

const texts = computerTexts.licences;

/** Licence notices of all components of PowerHive; each can be opened. */
export function LicencesScreen() {
  const { orpc } = usePowerHive();
  const licences = useQuery(orpc.app.licences.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  return (
    <Page
      title={texts.title}
      about={<RichText text={texts.about} slots={{ back: <Link href="/settings">{texts.back}</Link> }} />}
      narrow
    >
      {licences.isError ? (
        <FailureCallout title={texts.failed} why={callErrorMessage(licences.error)} />
      ) : licences.data === undefined ? (
        <Skeleton rows={12} label={texts.loading} />
      ) : licences.data === null ? (
        <Callout title={texts.none}>{texts.noneAbout}</Callout>
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
                <pre className={classes.text}>{text ?? texts.noText}</pre>
              </details>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
