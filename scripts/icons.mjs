// Draws every icon of resources/ from the one mark in resources/source/mark.svg.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { BROWSER_ARGS, findBrowser } from './browser.mjs';
import { drawAppIcon, drawMacIcon, drawTray, readMarkPath, TRAY_STATES } from './packaging/drawings.ts';
import { ICNS_SIZES_PX, writeIcns } from './packaging/icns.ts';
import { writeIco } from './packaging/ico.ts';

const resources = join(dirname(dirname(fileURLToPath(import.meta.url))), 'resources');
const mark = readMarkPath(readFileSync(join(resources, 'source', 'mark.svg'), 'utf8'));
mkdirSync(join(resources, 'tray'), { recursive: true });

const browser = await chromium.launch({
  executablePath: findBrowser() ?? undefined,
  args: BROWSER_ARGS,
});
const page = await browser.newPage();

const render = async (draw, sizePx) => {
  await page.setViewportSize({ width: sizePx, height: sizePx });
  await page.setContent(`<style>*{margin:0}svg{display:block}</style>${draw(sizePx)}`);
  return { sizePx, png: await page.screenshot({ omitBackground: true }) };
};
const renderAll = async (draw, sizesPx) => {
  const pictures = [];
  for (const sizePx of sizesPx) pictures.push(await render(draw, sizePx));
  return pictures;
};
const write = (name, content) => writeFileSync(join(resources, name), content);

const appIcon = (sizePx) => drawAppIcon(mark, sizePx);
write('icon.png', (await render(appIcon, 1024)).png);
write('icon.ico', writeIco(await renderAll(appIcon, [16, 20, 24, 32, 40, 48, 64, 128, 256])));
write('icon.icns', writeIcns(await renderAll((sizePx) => drawMacIcon(mark, sizePx), ICNS_SIZES_PX)));

for (const state of TRAY_STATES) {
  for (const ground of ['dark', 'light', 'template']) {
    const draw = (sizePx) => drawTray(mark, state, ground, sizePx);
    // macOS takes an image for a template when its name ends in Template.
    const name = ground === 'template' ? `tray/tray-${state}-Template` : `tray/tray-${ground}-${state}`;
    write(`${name}.png`, (await render(draw, 16)).png);
    write(`${name}@2x.png`, (await render(draw, 32)).png);
    if (ground !== 'template') write(`${name}.ico`, writeIco(await renderAll(draw, [16, 20, 24, 32])));
  }
}
await browser.close();
