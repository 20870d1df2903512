import '@fontsource-variable/inter/wght.css';
import './ui/theme/mantine-styles.ts';
import './ui/theme/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectPage } from './api/powerhive.ts';
import { App } from './app/app.tsx';
import { guardLeaving } from './ui/forms/guard-leaving.ts';
import { unsaved } from './ui/forms/unsaved.ts';

/** The page's own nonce, which allows the style elements that Mantine creates. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
Object.assign(window, { __webpack_nonce__: nonce });

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');
const powerHive = connectPage();
guardLeaving(window, unsaved, { asksOnUnload: !powerHive.inDesktop });
createRoot(root).render(
  <StrictMode>
    <App powerHive={powerHive} nonce={nonce} />
  </StrictMode>,
);
