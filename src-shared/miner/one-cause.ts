/** The least number of miners, and the least share of a group, for a common cause. */
export const LEAST_MINERS = 5;
const LEAST_SHARE = 0.3;
/** The same for a group that is affected entirely, as a dark rack. */
export const LEAST_OF_ALL = 3;
/** From this many miners on it is one incident, wherever they are: more would not be read. */
export const MANY_AT_ONCE = 20;

/** Whether so many miners of a group with `of` are enough for a common cause. */
export function haveOneCause(miners: number, of: number): boolean {
  return miners >= (miners === of ? LEAST_OF_ALL : LEAST_MINERS) && miners / of >= LEAST_SHARE;
}
