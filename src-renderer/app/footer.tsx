import { useLocation } from 'wouter';
import { isMonitored } from '../../src-shared/miner/miner-now.ts';
import { useFleetKnown } from '../api/use-fleet-known.ts';
import { useMinersNow } from '../api/use-miners-now.ts';
import { AllowLink } from '../features/jobs/actions/allow-link.tsx';
import { useIsActing } from '../features/jobs/actions/use-act.ts';
import { jobsTexts } from '../features/jobs/jobs-texts.ts';
import { appTexts } from './app-texts.ts';
import classes from './footer.module.css';

const { footer: texts, keyNames } = appTexts;

const ALWAYS = [
  { keys: ['r'], does: texts.scan },
  { keys: [keyNames.ctrlK], does: texts.searchEverything },
  { keys: ['?'], does: texts.allKeys },
];
const TO_SEARCH = [{ keys: ['/'], does: texts.search }];
const IN_A_LIST = [
  { keys: ['j', 'k'], does: texts.move },
  { keys: [keyNames.enter], does: texts.open },
];
const OF_A_PROBLEM = [
  { keys: ['e'], does: texts.acknowledge },
  { keys: ['s'], does: texts.snooze },
];
const ON_THE_MAP = [
  { keys: ['[', ']'], does: texts.map },
  { keys: [keyNames.space], does: texts.select },
  { keys: [keyNames.enter], does: texts.open },
];
const INCIDENTS = /^\/incidents(?:\/(?!rules|maintenance|chips)[^/]*)?$/;
const IN_THE_FLEET = [
  { keys: [keyNames.space], does: texts.select },
  { keys: ['m'], does: texts.manage },
];

/** The keys that work on the screen at a path. */
function keysAt(path: string, isEmpty: boolean) {
  if (path === '/settings') return [...TO_SEARCH, ...ALWAYS];
  if (isEmpty) return ALWAYS;
  if (path.startsWith('/fleet') || path.startsWith('/jobs/new'))
    return [...TO_SEARCH, ...IN_A_LIST, ...IN_THE_FLEET, ...ALWAYS];
  if (path.startsWith('/overview')) return [...ON_THE_MAP, ...ALWAYS];
  if (path === '/activity') return [...TO_SEARCH, ...IN_A_LIST, ...ALWAYS];
  if (INCIDENTS.test(path)) return [...TO_SEARCH, ...IN_A_LIST, ...OF_A_PROBLEM, ...ALWAYS];
  return path === '/anomalies' || path === '/incidents/chips' ? [...IN_A_LIST, ...ALWAYS] : ALWAYS;
}

/** Keys, and the number of monitored miners. */
export function Footer() {
  const [path] = useLocation();
  const miners = useMinersNow();
  const isKnown = useFleetKnown();
  const isActing = useIsActing();
  const monitored = miners.reduce((count, miner) => count + (isMonitored(miner) ? 1 : 0), 0);
  return (
    <footer className={classes.footer}>
      <ul className={classes.keys} aria-label={texts.keys}>
        {keysAt(path, isKnown && miners.length === 0).map(({ keys, does }) => (
          <li key={does}>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}{' '}
            {does}
          </li>
        ))}
      </ul>
      <span>
        {isActing === false && (
          <>
            <AllowLink>{jobsTexts.readOnlyShort}</AllowLink>
            {isKnown && ' · '}
          </>
        )}
        {isKnown && texts.monitored(monitored, miners.length)}
      </span>
    </footer>
  );
}
