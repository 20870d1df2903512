import { Brand } from './brand.tsx';
import classes from './front.module.css';

/** Until the first connection is there. Silent at first, because that takes a moment only. */
export function Connecting({ attempts }: { attempts: number }) {
  return (
    <main className={classes.front}>
      <div className={classes.waiting} role="status">
        <Brand />
        {attempts > 0 && (
          <p className={classes.text}>PowerHive does not answer. Is it still running? Trying again ({attempts}) …</p>
        )}
      </div>
    </main>
  );
}
