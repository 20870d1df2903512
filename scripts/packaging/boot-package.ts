export async function bootPackage(_program: string, _folder: string): Promise<string[]> {
  return ['not yet'];
}
