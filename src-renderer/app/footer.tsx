import { useLocation } from 'wouter';
import { useFleetKnown } from '../api/use-fleet-known.ts';
import { useMinersNow } from '../api/use-miners-now.ts';
import classes from './footer.module.css';

const ALWAYS = [
  { keys: ['r'], does: 'rescan' },
  { keys: ['Ctrl K'], does: 'find anything' },
  { keys: ['?'], does: 'all keys' },
];
const TO_SEARCH = [{ keys: ['/'], does: 'search' }];
const IN_A_LIST = [
  { keys: ['j', 'k'], does: 'move' },
  { keys: ['Enter'], does: 'open' },
];
const IN_THE_FLEET = [
  { keys: ['Space'], does: 'select' },
  { keys: ['m'], does: 'manage' },
];

/** The keys that do something on the screen at a path. */
function keysAt(path: string) {
  if (path.startsWith('/fleet')) return [...TO_SEARCH, ...IN_A_LIST, ...IN_THE_FLEET, ...ALWAYS];
  if (path === '/activity') return [...TO_SEARCH, ...IN_A_LIST, ...ALWAYS];
  return path === '/anomalies' ? [...IN_A_LIST, ...ALWAYS] : ALWAYS;
}

const number = new Intl.NumberFormat('en');

/** The keys, and how many miners are being read. */
export function Footer() {
  const [path] = useLocation();
  const miners = useMinersNow();
  const isKnown = useFleetKnown(miners);
  const polled = miners.reduce((count, miner) => count + (miner.polling.eligible ? 1 : 0), 0);
  return (
    <footer className={classes.footer}>
      <ul className={classes.keys} aria-label="Keys">
        {keysAt(path).map(({ keys, does }) => (
          <li key={does}>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}{' '}
            {does}
          </li>
        ))}
      </ul>
      {isKnown && (
        <span>
          {number.format(polled)} of {number.format(miners.length)} miners are polled
        </span>
      )}
    </footer>
  );
}
