import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Router } from 'wouter';
import { connectSite, type PowerHive, type ShownSite } from '../api/powerhive.ts';
import { PowerHiveContext, SiteChoiceContext, useConnectionState } from '../api/use-powerhive.ts';
import { useHashPath } from '../ui/hash-location.ts';
import { cssVariablesResolver, theme } from '../ui/theme.ts';
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
        <Router hook={useHashPath}>
          <Gate />
        </Router>
      </ShownFarm>
      <Notifications position="bottom-right" limit={4} containerWidth={360} />
    </MantineProvider>
  );
}

const SITE_KEY = 'powerhive.site';

/** The farm of this computer, or of the site that was chosen in this tab. */
function ShownFarm({ home, children }: { home: PowerHive; children: ReactNode }) {
  const [site, setSite] = useState<ShownSite | null>(() => JSON.parse(sessionStorage.getItem(SITE_KEY) ?? 'null'));
  const [remote, setRemote] = useState<PowerHive | null>(null);
  useEffect(() => {
    sessionStorage.setItem(SITE_KEY, JSON.stringify(site));
    if (site === null) return;
    const [connected, stop] = connectSite(home, site);
    setRemote(connected);
    return () => {
      setRemote(null);
      stop();
    };
  }, [home, site]);
  const choice = useMemo(() => ({ home, choose: setSite }), [home]);
  // Of a site that was just chosen there is no connection yet, and that of the one before is not shown.
  const shown = site === null ? home : remote?.site?.id === site.id ? remote : null;
  if (shown === null) return null;
  return (
    <SiteChoiceContext value={choice}>
      <PowerHiveContext value={shown}>
        <QueryClientProvider client={shown.queries} key={site?.id ?? ''}>
          {children}
        </QueryClientProvider>
      </PowerHiveContext>
    </SiteChoiceContext>
  );
}

/** The screens once there was a connection; what they show stays when it is lost. */
function Gate() {
  const connection = useConnectionState();
  switch (connection.phase) {
    case 'signed_out':
      return <SignIn refused={connection.refused} />;
    case 'connecting':
      return <Connecting attempts={connection.attempts} />;
    case 'ready':
    case 'lost':
      return <Shell />;
  }
}
