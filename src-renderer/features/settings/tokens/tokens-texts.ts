import type { ApiToken } from '../../../../src-shared/model/index.ts';

/** Texts of the tokens in the settings. */
export const tokensTexts = {
  title: 'Access tokens',
  about:
    'For other programs, and for a PowerHive elsewhere that shows this farm. The token of the token file works beside them.',
  none: 'No token yet.',
  scopes: {
    read: 'May read',
    operate: 'May read and operate',
  } satisfies Readonly<Record<ApiToken['scope'], string>>,
  created: (when: string): string => `created ${when}`,
  used: (when: string): string => `last used ${when}`,
  unused: 'never used',
  name: 'Name',
  namePlaceholder: 'office',
  scope: 'Scope',
  create: 'Create token',
  made: (name: string): string => `The token ${name}. Copy it now: it is not shown again.`,
  copy: 'Copy token',
  copied: 'Token copied',
  done: 'Done',
  removeAbout: 'Whoever uses it has no access from then on.',
} as const;
