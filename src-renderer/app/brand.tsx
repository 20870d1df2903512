import { appTexts } from './app-texts.ts';
import classes from './brand.module.css';

/** Logo and name. */
export function Brand() {
  return (
    <span className={classes.brand}>
      <svg width="18" height="18" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M8 .8 14.2 4.4v7.2L8 15.2 1.8 11.6V4.4z" />
      </svg>
      {appTexts.name}
    </span>
  );
}
