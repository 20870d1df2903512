import { countText } from '../../../src-shared/text/count-text.ts';
import { KNOWN_FIRMWARE } from '../../../src-shared/text/firmware-words.ts';

/** Texts of the first run. */
export const welcomeTexts = {
  title: 'Where are your miners?',
  about: `PowerHive scans only the networks you enter. On each ${KNOWN_FIRMWARE} miner it finds, it logs in once with the miner password and creates an API key called PowerHive. It changes nothing else.`,
  own: 'Networks of this computer',
  ownLoading: 'Loading the networks of this computer',
  ownFailed: (why: string): string => `Couldn't list them: ${why}`,
  ownNone: 'No private network found. Enter one below.',
  network: (addresses: number, name: string): string => `${countText(addresses, 'address', 'addresses')}, ${name}`,
  others: 'Other networks',
  othersAbout:
    "One per line: 10.1.0.0/22, 10.1.8.10-80, 10.1.9.*, an address or a host name. Add :port if it isn't 80.",
  othersPlaceholder: '10.1.0.0/22\n10.1.8.10-80',
  password: 'Miner password (optional)',
  passwordAbout: "Only if your miners don't have the factory password. More can be added here and in the settings.",
  addPassword: 'Add another',
  submit: 'Scan and monitor',
  /** {link} goes to the sites in the settings. */
  office: 'Only other sites to monitor? {link}',
  officeLink: 'Add a site',
  demoCommand: 'No miners here? `npm run demo` starts a simulated farm.',
  /** {button} opens the demo. */
  demo: 'No miners here? {button} Opens in a separate window.',
  demoButton: 'Try the demo farm',
  demoFailed: "Couldn't open the demo farm",
} as const;
