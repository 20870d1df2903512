import { useMinersNow } from '../features/fleet/use-miners-now.ts';
import classes from './footer.module.css';

const KEYS = [
  { keys: ['/'], does: 'search' },
  { keys: ['j', 'k'], does: 'move' },
  { keys: ['Enter'], does: 'open' },
  { keys: ['Space'], does: 'select' },
  { keys: ['m'], does: 'manage' },
  { keys: ['r'], does: 'rescan' },
  { keys: ['Ctrl K'], does: 'find anything' },
  { keys: ['?'], does: 'all keys' },
];

const number = new Intl.NumberFormat('en');

/** The keys, and how many miners are being read. */
export function Footer() {
  const miners = useMinersNow();
  const polled = miners.reduce((count, miner) => count + (miner.polling.eligible ? 1 : 0), 0);
  return (
    <footer className={classes.footer}>
      <ul className={classes.keys} aria-label="Keys">
        {KEYS.map(({ keys, does }) => (
          <li key={does}>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}{' '}
            {does}
          </li>
        ))}
      </ul>
      <span>
        {number.format(polled)} of {number.format(miners.length)} miners are polled
      </span>
    </footer>
  );
}
