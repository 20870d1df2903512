/** What the plan of an update depends on. */
export interface UpdateFacts {
  /** From the configuration file; if null, no request is sent. */
  readonly url: string | null;
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  /**
   * Whether the package names its publisher, so that the signature of a download can be checked.
   */
  readonly namesPublisher: boolean;
}

export type UpdatePlan =
  | { readonly kind: 'no_server' }
  /** A newer version is announced, but not installed; `why` is part of the message. */
  | { readonly kind: 'manual'; readonly why: string }
  | { readonly kind: 'install' };

/**
 * Decides whether PowerHive installs updates itself: only if the system or electron-updater can
 * verify that they are from the same publisher.
 */
export function planUpdates({ url, platform, isPackaged, namesPublisher }: UpdateFacts): UpdatePlan {
  if (url === null) return { kind: 'no_server' };
  if (!isPackaged) return { kind: 'manual', why: 'PowerHive runs from its sources here: bring those up to date.' };
  if (platform === 'win32' && namesPublisher) return { kind: 'install' };
  // macOS itself compares the signature of the new app with that of the running one.
  if (platform === 'darwin') return { kind: 'install' };
  const why =
    platform === 'win32'
      ? 'This package does not say who signs it, so what is downloaded could not be checked: install it by hand.'
      : 'Packages for Linux are not signed, so PowerHive does not install them by itself: install it by hand.';
  return { kind: 'manual', why };
}

/** A message to the operator. The first button is the default; the last one changes nothing. */
export interface UpdateMessage {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

export type UpdateNews =
  | { readonly kind: 'no_server' }
  | { readonly kind: 'newest'; readonly version: string }
  | { readonly kind: 'failed'; readonly why: string }
  | {
      readonly kind: 'newer';
      readonly version: string;
      readonly next: string;
      readonly plan: UpdatePlan;
      readonly url: string;
    }
  | { readonly kind: 'downloaded'; readonly next: string };

const OK = ['OK'] as const;

export function updateMessage(news: UpdateNews): UpdateMessage {
  switch (news.kind) {
    case 'no_server':
      return {
        message: 'No update server set',
        detail:
          'PowerHive does not check for updates. To check when you want to, enter the address of the update server as "updates": { "url": "https://..." } into config.json, and start PowerHive again.',
        buttons: OK,
      };
    case 'newest':
      return { message: `PowerHive ${news.version} is the newest`, detail: '', buttons: OK };
    case 'failed':
      return { message: "Couldn't check for updates", detail: news.why, buttons: OK };
    case 'newer': {
      const message = `PowerHive ${news.next} is available`;
      const here = `This is ${news.version}.`;
      if (news.plan.kind === 'install') {
        return {
          message,
          detail: `${here} Nothing is downloaded unless you say so; monitoring continues meanwhile.`,
          buttons: ['Download', 'Not now'],
        };
      }
      const why = news.plan.kind === 'manual' ? news.plan.why : '';
      const canOpen = news.url.startsWith('https:');
      return {
        message,
        detail: `${here} ${why}\n${news.url}`,
        buttons: canOpen ? ['Open in the browser', 'Not now'] : OK,
      };
    }
    case 'downloaded':
      return {
        message: `PowerHive ${news.next} is downloaded and checked`,
        detail: 'It takes the place of this one when PowerHive restarts. Until then nothing changes.',
        buttons: ['Restart now', 'Later'],
      };
  }
}
