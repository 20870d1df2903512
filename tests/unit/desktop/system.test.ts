import { describe, expect, it } from 'vitest';
import { demoArgument, readDemoArgument } from '../../../src-main/commands/demo-argument.ts';
import { planWindow, type WindowFacts } from '../../../src-main/commands/desktop-window.ts';
import { autostartEntry } from '../../../src-main/desktop/autostart/autostart-entry.ts';
import { isNetworkBack } from '../../../src-main/desktop/network-back.ts';
import { groundColor } from '../../../src-main/desktop/window/ground-color.ts';
import { PALETTES } from '../../../src-renderer/ui/theme/palettes.ts';

describe('whether a window is opened', () => {
  const facts = (changes: Partial<WindowFacts> = {}): WindowFacts => ({
    headless: false,
    platform: 'linux',
    env: { DISPLAY: ':0' },
    isRoot: false,
    electron: '/opt/electron',
    ...changes,
  });

  it('is so where Electron and a display are', () => {
    expect(planWindow(facts())).toEqual({ kind: 'open', electron: '/opt/electron' });
    expect(planWindow(facts({ env: { WAYLAND_DISPLAY: 'wayland-0' } })).kind).toBe('open');
    expect(planWindow(facts({ platform: 'darwin', env: {} })).kind).toBe('open');
  });

  it('is not so elsewhere, and that is said', () => {
    expect(planWindow(facts({ env: { DISPLAY: '' } }))).toEqual({
      kind: 'browser',
      why: 'this session has no display',
    });
    expect(planWindow(facts({ isRoot: true }))).toEqual({ kind: 'browser', why: 'Electron does not run as root' });
    expect(planWindow(facts({ electron: null }))).toMatchObject({
      why: expect.stringContaining('Electron is not installed'),
    });
  });

  it('is not so when none is wanted, and nothing is said', () => {
    expect(planWindow(facts({ headless: true }))).toEqual({ kind: 'browser', why: null });
  });
});

describe('the demo farm on a command line', () => {
  it('is what was written, with defaults for the rest', () => {
    const farm = { miners: 8, seed: 3, time_scale: 10, faults: 'slow:3%,hang@127.77.0.3' };
    expect(readDemoArgument(['electron', '.', demoArgument(farm)])).toEqual(farm);
    expect(readDemoArgument(['electron', '.', '--demo'])).toEqual({ seed: 1, time_scale: 1 });
    expect(readDemoArgument(['electron', '.', '--demonstrate'])).toBeNull();
  });

  it('is refused when it is none', () => {
    expect(() => readDemoArgument(['--demo={"miners":0}'])).toThrow();
    expect(() => readDemoArgument(['--demo=many'])).toThrow();
  });
});

it('takes the network for back only when all that was there is there', () => {
  expect(isNetworkBack(['10.1.4.0/24'], [])).toBe(false);
  expect(isNetworkBack(['10.1.4.0/24'], ['10.9.0.0/24', '10.1.4.0/24'])).toBe(true);
  expect(isNetworkBack(['10.1.4.0/24', '10.8.0.0/24'], ['10.1.4.0/24'])).toBe(false);
  expect(isNetworkBack([], [])).toBe(true);
});

it('writes a command into an autostart file so that every argument stays whole', () => {
  const entry = autostartEntry(['/home/an operator/Power"Hive', '--hidden', '100%', '$HOME']);
  expect(entry).toContain('Exec="/home/an operator/Power\\\\"Hive" "--hidden" "100%%" "\\\\$HOME"\n');
  expect(entry.startsWith('[Desktop Entry]\nType=Application\n')).toBe(true);
});

it('paints the window in the ground of the page', () => {
  expect(groundColor(true)).toBe(PALETTES.dark.ground);
  expect(groundColor(false)).toBe(PALETTES.light.ground);
});
