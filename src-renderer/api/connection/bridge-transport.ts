import { RPCLink } from '@orpc/client/message-port';
import type { ConnectResult, SessionEnd, Transport } from './transport.ts';

/**
 * What the desktop window's preload script exposes on `window`: text messages in both directions.
 */
export interface DesktopBridge {
  post(message: string): void;
  /** Calls the listener with every message; '' means that PowerHive has closed the connection. */
  onMessage(listener: (message: string) => void): () => void;
}

declare global {
  interface Window {
    readonly powerhive?: DesktopBridge;
  }
}

/**
 * Transport of the desktop window. It needs no token, because the program itself loads the page.
 */
export function bridgeTransport(bridge: DesktopBridge): Transport {
  return {
    needsToken: false,
    connect: async (): Promise<ConnectResult> => {
      const { promise: ended, resolve: end } = Promise.withResolvers<SessionEnd>();
      const onDisconnect = new Set<() => void>();
      let stopListening = (): void => {};
      const close = (): void => {
        stopListening();
        for (const listener of onDisconnect) listener();
        end('lost');
      };
      const link = new RPCLink({
        port: {
          postMessage: (message: string) => bridge.post(message),
          onDisconnect: { addListener: (listener) => void onDisconnect.add(listener) },
          onMessage: {
            addListener: (listener) => {
              stopListening = bridge.onMessage((message) => (message === '' ? close() : listener(message)));
            },
          },
        },
      });
      return { kind: 'open', session: { link, version: null, ended, close } };
    },
  };
}
