import { describe, expect, it } from 'vitest';
import { explainDownloadFailure } from '../../../scripts/packaging/download-failure.ts';

describe('a failed download', () => {
  it('is told with the host that could not be reached, and what to do', () => {
    const said = `⨯ cannot download https://mirror.example/electron/v45.4.1/electron.zip
      RequestError: getaddrinfo ENOTFOUND mirror.example`;
    const explained = explainDownloadFailure(said);
    expect(explained).toContain('cannot reach mirror.example (ENOTFOUND)');
    expect(explained).toContain('npm run pack:check');
  });

  it('names GitHub when no address was told', () => {
    expect(explainDownloadFailure('connect ECONNREFUSED')).toContain('cannot reach github.com (ECONNREFUSED)');
  });

  it('is not made up when the builder ended for another reason', () => {
    expect(explainDownloadFailure('Invalid configuration object. See https://www.electron.build')).toBeNull();
  });
});
