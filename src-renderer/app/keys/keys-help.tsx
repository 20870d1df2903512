import { IconTool } from '@tabler/icons-react';
import { WRENCH_MEANS } from '../../miner-view/maintenance-texts.ts';
import { MARK_LEGEND } from '../../miner-view/miner-look.ts';
import { Dialog } from '../../ui/forms/dialog.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { appTexts } from '../app-texts.ts';
import { KEY_GROUPS } from './key-groups.ts';
import classes from './keys-help.module.css';

/** All keys, by where they work, the language of the search, and the marks. */
export function KeysHelp(props: { onClose: () => void }) {
  return (
    <Dialog onClose={props.onClose} title={appTexts.keys.title} size={780}>
      <div className={classes.groups}>
        {KEY_GROUPS.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl className={classes.list}>
              {keys.map(({ keys: names, does }) => (
                <div key={does} className={classes.key}>
                  <dt>
                    {names.map((name, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a key may be pressed twice
                      <kbd key={`${name} ${index}`}>{name}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section aria-label={appTexts.language.title}>
          <h3>{appTexts.language.title}</h3>
          <dl className={classes.list}>
            {appTexts.language.examples.map(({ query, means }) => (
              <div key={query} className={classes.example}>
                <dt>
                  <code>{query}</code>
                </dt>
                <dd>{means}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section aria-label={appTexts.marksTitle}>
          <h3>{appTexts.marksTitle}</h3>
          <ul className={classes.marks}>
            {MARK_LEGEND.map(({ shape, tone, text }) => (
              <li key={text}>
                <StateMark shape={shape} tone={tone} />
                {text}
              </li>
            ))}
            <li>
              <IconTool size={12} stroke={2.2} aria-hidden="true" />
              {WRENCH_MEANS}
            </li>
          </ul>
        </section>
      </div>
    </Dialog>
  );
}
