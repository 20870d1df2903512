import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { Router } from 'wouter';
import type { PowerHive } from '../api/powerhive.ts';
import { PowerHiveContext, useConnectionState } from '../api/use-powerhive.ts';
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
      <PowerHiveContext value={powerHive}>
        <QueryClientProvider client={powerHive.queries}>
          <Router hook={useHashPath}>
            <Gate />
          </Router>
          <Notifications position="bottom-right" limit={4} containerWidth={360} />
        </QueryClientProvider>
      </PowerHiveContext>
    </MantineProvider>
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
