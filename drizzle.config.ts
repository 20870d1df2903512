import { defineConfig } from 'drizzle-kit';

/**
 * `npx drizzle-kit generate --name what-it-does` writes the next migration. See CONTRIBUTING.md
 * before you edit one.
 */
export default defineConfig({
  dialect: 'sqlite',
  schema: './src-main/store/schema/*.ts',
  out: './src-main/store/file/migrations',
});
