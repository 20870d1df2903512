/**
 * A line that asks REST for all miners, for the terminal that a system comes with. The token stays
 * in its file.
 */
export function curlLine(url: string, tokenFile: string, platform: NodeJS.Platform): string {
  const address = `${url}/api/miners`;
  if (platform === 'win32') {
    return `curl.exe -H "Authorization: Bearer $(Get-Content '${tokenFile.replaceAll("'", "''")}')" ${address}`;
  }
  return `curl -H "Authorization: Bearer $(cat '${tokenFile.replaceAll("'", String.raw`'\''`)}')" ${address}`;
}
