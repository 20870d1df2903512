/** As the program accepts one (`Tag` in the model). */
const TAG = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}$/u;

export function isTag(text: string): boolean {
  return TAG.test(text);
}
