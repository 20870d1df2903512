import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { createCodec } from './codec.ts';
import { connectWorlds, openWithoutOpener, type PreloadSurroundings, runPreload } from './page-worlds.ts';

export const PRELOAD_WORLD = 'Electron Isolated Context';
export const BINDING = '__electronStandInPost';
export const RECEIVER = '__electronStandInReceive';

const inTopFrame = (body: string): string =>
  `(() => { if (window !== window.top || location.href === 'about:blank') return;\n${body}\n})();`;
const bridgeFor = (secret: string, side: string): string =>
  `const codec = (${createCodec.toString()})();\nconst bridge = (${connectWorlds.toString()})(codec, ${JSON.stringify(secret)}, '${side}');`;

/**
 * Script for the page's own world: the far end of the bridge, and nothing that the page could see.
 */
export function mainWorldScript(secret: string): string {
  return inTopFrame(`${bridgeFor(secret, 'page')}\n(${openWithoutOpener.toString()})();`);
}

/**
 * Script for the preload's world. The preload stands in it as a function literal, which no content
 * security policy of the page refuses. Throws the SyntaxError of a preload that does not parse.
 */
export function preloadWorldScript(secret: string, path: string, versions: Record<string, string>): string {
  const text = `function (require, module, exports, process, global) {\n${readFileSync(path, 'utf8')}\n}`;
  new Script(`(${text})`, { filename: path });
  const surroundings: PreloadSurroundings = {
    binding: BINDING,
    receiver: RECEIVER,
    path,
    platform: process.platform,
    arch: process.arch,
    versions,
  };
  return inTopFrame(
    `${bridgeFor(secret, 'preload')}\n(${runPreload.toString()})(codec, bridge, ${JSON.stringify(surroundings)}, ${text});`,
  );
}
