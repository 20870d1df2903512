import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normaliseMac } from '../../../src-shared/pasted-mac.ts';

it.each(['02-95-23-AB-00-01', '02:95:23:AB:00:01', '029523AB0001', '0295.23ab.0001', '02:95-23:ab-00:01'])(
  'understands %s',
  (text) => {
    expect(normaliseMac(text)).toBe('02:95:23:ab:00:01');
  },
);

it.each([
  '',
  'miner',
  '02:95:23:ab:00',
  '02:95:23:ab:00:01:02',
  '0295-23ab-0001',
  ' 02:95:23:ab:00:01',
  '02:95:23:ag:00:01',
])('leaves alone what is none: %j', (text) => {
  expect(normaliseMac(text)).toBe(text);
});

it('changes nothing any more once it has', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), fc.constantFrom('', ':', '-'), (bytes, separator) => {
      const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(separator);
      const mac = normaliseMac(text.toUpperCase());
      expect(mac).toMatch(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
      expect(normaliseMac(mac)).toBe(mac);
    }),
  );
});
