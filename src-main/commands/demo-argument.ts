import { DemoFarm } from './demo-farm.ts';

const FLAG = '--demo';

/**
 * Parses `--demo` or `--demo={"miners":48,...}` of a command line; null if it is not there. Throws
 * if the description of the farm is invalid.
 */
export function readDemoArgument(args: readonly string[]): DemoFarm | null {
  const arg = args.find((candidate) => candidate === FLAG || candidate.startsWith(`${FLAG}=`));
  if (arg === undefined) return null;
  return DemoFarm.parse(arg === FLAG ? {} : JSON.parse(arg.slice(FLAG.length + 1)));
}

/** The argument that `readDemoArgument` parses. */
export function demoArgument(farm: DemoFarm): string {
  return `${FLAG}=${JSON.stringify(farm)}`;
}
