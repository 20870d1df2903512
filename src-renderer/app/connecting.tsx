import { appTexts } from './app-texts.ts';
import { Brand } from './brand.tsx';
import classes from './front.module.css';

/** Until the first connection is there. Silent at first, because that takes a moment only. */
export function Connecting({ attempts }: { attempts: number }) {
  return (
    <main className={classes.front}>
      <div className={classes.waiting} role="status">
        <Brand />
        {attempts > 0 && <p className={classes.text}>{appTexts.banners.unreachable(attempts)}</p>}
      </div>
    </main>
  );
}
