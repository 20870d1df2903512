import { describe, expect, it } from 'vitest';
import { readDemoArgument } from '../../../src-main/commands/demo-argument.ts';
import { type ProgramFacts, planDemo } from '../../../src-main/desktop/demo-program.ts';

const facts: ProgramFacts = {
  execPath: '/opt/powerhive/powerhive',
  appImage: undefined,
  isPackaged: true,
  appPath: '/opt/powerhive/resources/app.asar',
  dataPath: '/home/op/farm',
  argv: ['/opt/powerhive/powerhive', '--user-data-dir=/home/op/farm'],
};

describe('the demo fleet, opened from the app', () => {
  it('is a PowerHive with data of its own, and a farm that its command line names', () => {
    const { command, args } = planDemo(facts);
    expect(command).toBe('/opt/powerhive/powerhive');
    expect(args[0]).toBe('--user-data-dir=/home/op/farm-demo');
    expect(readDemoArgument(args)).toEqual({ seed: 1, time_scale: 1 });
    expect(args.join(' ')).not.toMatch(/farm(?!-demo)/);
  });

  it('starts from the AppImage itself, and from the sources by their folder', () => {
    expect(planDemo({ ...facts, appImage: '/home/op/PowerHive.AppImage' }).command).toBe('/home/op/PowerHive.AppImage');
    const unpackaged = planDemo({
      ...facts,
      isPackaged: false,
      appPath: '/src/powerhive',
      argv: ['electron', '--no-sandbox'],
    });
    expect(unpackaged.args.slice(0, 2)).toEqual(['--no-sandbox', '/src/powerhive']);
  });
});
