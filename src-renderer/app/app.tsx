import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Router } from 'wouter';
import { connectSite, type PowerHive } from '../api/powerhive.ts';
import {
  PowerHiveContext,
  type SiteChoice,
  SiteChoiceContext,
  useConnectionState,
  useConnectionStateOf,
  useLive,
  useSiteChoice,
} from '../api/use-powerhive.ts';
import { useShownSite } from '../features/sites/use-shown-site.ts';
import { parseHash, useHashPath } from '../ui/hash-location.ts';
import { parseSitePath, sameScreen, siteBase } from '../ui/site-location.ts';
import { cssVariablesResolver, theme } from '../ui/theme/theme.ts';
import { Connecting } from './connecting.tsx';
import { Shell } from './shell.tsx';
import { SignIn } from './sign-in.tsx';

export function App({ powerHive, nonce }: { powerHive: PowerHive; nonce: string }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <ShownFarm home={powerHive}>
        <SignInOrShell />
      </ShownFarm>
      <Notifications position="bottom-right" limit={4} containerWidth={360} />
    </MantineProvider>
  );
}

/** The farm of this computer, or of the site in the address. */
function ShownFarm({ home, children }: { home: PowerHive; children: ReactNode }) {
  const [path, navigate] = useHashPath();
  const { siteId } = parseSitePath(path);
  const site = useShownSite(home, siteId);
  const [remote, setRemote] = useState<PowerHive | null>(null);
  useEffect(() => {
    if (siteId === null) return;
    const [connected, stop] = connectSite(home, siteId);
    setRemote(connected);
    return () => {
      setRemote(null);
      stop();
    };
  }, [home, siteId]);
  const choice = useMemo((): SiteChoice => {
    return {
      home,
      choose: (to, screen) => navigate(`${siteBase(to)}${screen ?? sameScreen(parseHash(window.location.hash).path)}`),
    };
  }, [home, navigate]);
  // A site that was just chosen has no connection yet. The previous one is not shown for it.
  const reached = siteId === null ? home : remote?.site?.id === siteId ? remote : null;
  const shown = useMemo(() => reached && { ...reached, site }, [reached, site]);
  if (shown === null) return null;
  return (
    <SiteChoiceContext value={choice}>
      <PowerHiveContext value={shown}>
        <QueryClientProvider client={shown.queries} key={siteId ?? ''}>
          <Router hook={useHashPath} base={siteBase(siteId)}>
            {children}
          </Router>
        </QueryClientProvider>
      </PowerHiveContext>
    </SiteChoiceContext>
  );
}

/** The screens, once there is a connection or a farm that was kept. They stay when it is lost. */
function SignInOrShell() {
  const { home } = useSiteChoice();
  const own = useConnectionStateOf(home);
  const connection = useConnectionState();
  const isRestored = useLive((view) => view.asOf !== null);
  if (own.phase === 'signed_out') return <SignIn refused={own.refused} />;
  switch (connection.phase) {
    case 'signed_out':
      return <SignIn refused={connection.refused} />;
    case 'connecting':
      return isRestored ? <Shell /> : <Connecting attempts={connection.attempts} />;
    case 'ready':
    case 'lost':
      return <Shell />;
  }
}
