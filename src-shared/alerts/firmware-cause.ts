/**
 * The key of a cause of kind `firmware`: a version on a model. The short name of a model has no
 * space.
 */
export function firmwareCauseKey(model: string, version: string): string {
  return `${model} ${version}`;
}

/** The model and the version of the firmware in the key of such a cause. */
export function firmwareOfCause(key: string): { readonly model: string; readonly version: string } {
  const [model = '', ...version] = key.split(' ');
  return { model, version: version.join(' ') };
}
