import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src-main/config/config-file.ts';
import { parseTarget } from '../../src-main/discovery/parse-targets.ts';
import { Settings, SettingsPatch } from '../../src-shared/model/index.ts';
import { cases, LONG_MS } from './cases.ts';
import { mangled, oddValue } from './odd-values.ts';

const WHOLE = JSON.stringify({
  ...Settings.parse({}),
  network: { ...Settings.parse({}).network, subnets: ['192.0.2.0/24', '192.0.2.10-192.0.2.80:8080', 'miner.example'] },
});

/**
 * A configuration with one key, anywhere in it, replaced, taken away, or joined by an unknown one.
 */
const edited = fc
  .tuple(
    fc.constantFrom(...Object.keys(Settings.shape), 'unknown', '__proto__'),
    fc.string({ maxLength: 12 }),
    oddValue,
  )
  .map(([section, key, value]) => {
    const config = JSON.parse(WHOLE) as Record<string, Record<string, unknown> | undefined>;
    const keys = Object.keys(config[section] ?? {});
    const named = keys.length === 0 ? key : (keys[key.length % keys.length] ?? key);
    if (key.length % 5 === 0) return { ...config, [section]: value };
    return { ...config, [section]: { ...config[section], [named]: value } };
  });

it(
  'any configuration is taken whole or refused in words that name what is wrong',
  () => {
    const anyConfig = fc.oneof(
      edited,
      oddValue,
      mangled(WHOLE).map((text) => {
        try {
          return JSON.parse(text) as unknown;
        } catch {
          return null;
        }
      }),
    );
    let taken = 0;
    let refused = 0;
    fc.assert(
      fc.property(anyConfig, (config) => {
        try {
          const settings = parseConfig(config, 'config.json');
          taken += 1;
          // What is taken can be written and read again (as JSON, which knows no -0), and every
          // network of it can be scanned.
          const written = JSON.parse(JSON.stringify(settings)) as unknown;
          expect(parseConfig(written, 'config.json')).toEqual(written);
          for (const text of settings.network.subnets) expect(parseTarget(text, { defaultPort: 80 }).ok).toBe(true);
          expect(settings.http.addr).toMatch(/^(127\.0\.0\.1|localhost|\[::1\])?:\d+$/);
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          refused += 1;
          expect(error.message).toMatch(/^config\.json: ./);
        }
      }),
      cases(500),
    );
    expect(taken).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(100);
  },
  LONG_MS,
);

it(
  'any change of the settings is taken or refused, and never takes a key along that is not one',
  () => {
    const anyPatch = fc.dictionary(
      fc.constantFrom(...Object.keys(Settings.shape), '__proto__', 'x'),
      fc.oneof(
        oddValue,
        fc.dictionary(fc.constantFrom('subnets', 'status_seconds', 'addr', 'url', 'path', 'port'), oddValue),
      ),
    );
    fc.assert(
      fc.property(anyPatch, (patch) => {
        const parsed = SettingsPatch.safeParse(patch);
        if (parsed.success)
          expect(Object.keys(SettingsPatch.shape)).toEqual(expect.arrayContaining(Object.keys(parsed.data)));
      }),
      cases(500),
    );
  },
  LONG_MS,
);
