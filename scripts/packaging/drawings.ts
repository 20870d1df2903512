/** The states of the tray, as in its file names. */
export const TRAY_STATES = ['ok', 'attention', 'scanning', 'not-watching'] as const;
export type TrayState = (typeof TRAY_STATES)[number];

/** The background of the bar. `template` is for macOS, which colours the shape itself. */
export const TRAY_GROUNDS = ['dark', 'light', 'template'] as const;
export type TrayGround = (typeof TRAY_GROUNDS)[number];

/** The state colours of the screens, in their dark and light scheme. */
const TRAY_COLOURS: Readonly<Record<TrayGround, Readonly<Record<TrayState, string>>>> = {
  dark: { ok: '#3fb27f', attention: '#e0a53a', scanning: '#4c9be8', 'not-watching': '#9aa4ae' },
  light: { ok: '#1f8a5b', attention: '#a86c00', scanning: '#1f6fbf', 'not-watching': '#5d6771' },
  template: { ok: '#000', attention: '#000', scanning: '#000', 'not-watching': '#000' },
};

const CENTRE = 8;
const HALF_WIDTH = 6;

/** The outline of the mark on its 16 by 16 grid. */
export function readMarkPath(markSvg: string): string {
  const path = /<path[^>]*\bd="([^"]+)"/.exec(markSvg)?.[1];
  if (path === undefined) throw new Error('mark.svg has no <path d="...">: the icons are made from that outline.');
  return path;
}

/**
 * The mark without background, as large as possible with both vertical sides on whole pixels. For
 * Windows and Linux.
 */
export function drawAppIcon(markPath: string, sizePx: number): string {
  return svg(sizePx, `<g transform="${placed(sizePx, HALF_WIDTH / 14)}">${facets(markPath)}</g>`);
}

/** The mark on a dark tile, with the margin of macOS icons. */
export function drawMacIcon(markPath: string, sizePx: number): string {
  const tile = { margin: Math.round(sizePx * (100 / 1024)), radius: sizePx * (185 / 1024) };
  const sidePx = sizePx - 2 * tile.margin;
  return svg(
    sizePx,
    `<linearGradient id="tile" x2="0" y2="1"><stop stop-color="#232a32"/><stop offset="1" stop-color="#0f1215"/></linearGradient>
    <rect x="${tile.margin}" y="${tile.margin}" width="${sidePx}" height="${sidePx}" rx="${tile.radius}" fill="url(#tile)"/>
    <g transform="${placed(sizePx, 0.27)}">${facets(markPath)}</g>`,
  );
}

/**
 * One state of the tray. Each has its own shape, because some people cannot distinguish the
 * colours, and macOS does not show them.
 */
export function drawTray(markPath: string, state: TrayState, ground: TrayGround, sizePx: number): string {
  const shape = TRAY_SHAPES[state](markPath);
  return svg(
    sizePx,
    `<g transform="${placed(sizePx, HALF_WIDTH / 16)}" color="${TRAY_COLOURS[ground][state]}">${shape}</g>`,
  );
}

const TRAY_SHAPES: Readonly<Record<TrayState, (markPath: string) => string>> = {
  ok: (markPath) => `<path d="${markPath}" fill="currentColor"/>`,
  attention: (markPath) =>
    `<mask id="notch"><path d="${markPath}" fill="#fff"/><path d="${diamond(6)}" fill="#000"/></mask>
    <rect width="16" height="16" mask="url(#notch)" fill="currentColor"/><path d="${diamond(4)}" fill="currentColor"/>`,
  scanning: (markPath) =>
    `${ring(markPath, { widthPx: 2, dashes: '4.5 1.5', offset: 3 })}<path d="M8 6 10 7V9L8 10 6 9V7Z" fill="currentColor"/>`,
  'not-watching': (markPath) => ring(markPath, { widthPx: 2, dashes: '0.6 0.4', offset: -0.2 }),
};

/** The attention mark of the screens, at the lower right. */
function diamond(halfWidth: number): string {
  return `M12 ${12 - halfWidth} ${12 + halfWidth} 12 12 ${12 + halfWidth} ${12 - halfWidth} 12Z`;
}

/**
 * The outline, drawn inside the mark, so that it is not wider than the filled one. Dashes are in
 * units of sides.
 */
function ring(markPath: string, line: { widthPx: number; dashes: string; offset: number }): string {
  const inset = (HALF_WIDTH - line.widthPx / 2) / HALF_WIDTH;
  return `<g transform="translate(${CENTRE} ${CENTRE}) scale(${inset}) translate(${-CENTRE} ${-CENTRE})">
    <path d="${markPath}" pathLength="6" fill="none" stroke="currentColor" stroke-width="${line.widthPx / inset}" stroke-dasharray="${line.dashes}" stroke-dashoffset="${line.offset}"/></g>`;
}

/** The mark as a block seen from above: three faces of a hexagon, lighter towards the light. */
function facets(markPath: string): string {
  return `<path d="${markPath}" fill="#f2a33c"/>
    <path d="M8 8 2 4.5 8 1 14 4.5Z" fill="#f9bd6b"/>
    <path d="M8 8 14 4.5V11.5L8 15Z" fill="#d9861a"/>`;
}

/**
 * Moves the 16 by 16 grid to the middle of the picture, scaled to about `share` of it on each side
 * of the middle line.
 */
function placed(sizePx: number, share: number): string {
  const scale = Math.round(sizePx * share) / HALF_WIDTH;
  return `translate(${sizePx / 2} ${sizePx / 2}) scale(${scale}) translate(${-CENTRE} ${-CENTRE})`;
}

function svg(sizePx: number, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${sizePx}" height="${sizePx}" viewBox="0 0 ${sizePx} ${sizePx}">${body}</svg>`;
}
