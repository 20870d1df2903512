/**
 * A command line that requests all miners over REST, for the default terminal of the system. It
 * reads the token from its file.
 */
export function curlLine(url: string, tokenFile: string, platform: NodeJS.Platform): string {
  const address = `${url}/api/miners`;
  if (platform === 'win32') {
    return `curl.exe -H "Authorization: Bearer $(Get-Content '${tokenFile.replaceAll("'", "''")}')" ${address}`;
  }
  return `curl -H "Authorization: Bearer $(cat '${tokenFile.replaceAll("'", String.raw`'\''`)}')" ${address}`;
}
