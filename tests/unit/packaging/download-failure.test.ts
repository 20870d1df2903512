import { describe, expect, it } from 'vitest';
import { explainDownloadFailure } from '../../../scripts/packaging/download-failure.ts';

describe('a failed download', () => {
  it.each(['getaddrinfo ENOTFOUND github.com', 'connect ECONNREFUSED 127.0.0.1:9', 'connect ENETUNREACH 127.0.0.1:9'])(
    'is reported with its reason and with what to do: %s',
    (said) => {
      const explained = explainDownloadFailure(`⨯ ${said}  failedTask=build`);
      expect(explained).toContain(`because a download failed (${said.split(' ')[1]})`);
      expect(explained).toContain('npm run pack:check');
    },
  );

  it('is not made up when the builder ended for another reason', () => {
    expect(explainDownloadFailure('Invalid configuration object. See https://www.electron.build')).toBeNull();
  });
});
