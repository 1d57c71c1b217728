// Drives the stage's page with Debian's Chromium, on systems in one process (codepix-demo, built before); STAGE_URL names a
// stage that runs instead, by the address that scripts/stage prints: then nothing else may look at that one meanwhile, and what
// only processes have is tested too.

import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

// The one without windows, where there is one.
const CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);

export default defineConfig({
  testDir: 'tests',
  fullyParallel: true,
  // More than two cores: most of the time is spent on waiting for what takes its time.
  workers: process.env.STAGE_URL ? 1 : 3,
  // To set the scene of a system of processes takes a while.
  timeout: process.env.STAGE_URL ? 180_000 : 120_000,
  // Two minutes where nothing else runs; whoever hangs does not hang for ever.
  globalTimeout: process.env.STAGE_URL ? 0 : 600_000,
  expect: { timeout: 20_000 },
  reporter: [['line']],
  projects: [
    { name: 'the stage', testIgnore: /_timed\.spec/ },
    // Whoever holds a watch has the machine alone.
    { name: 'the watch', testMatch: /_timed\.spec/, workers: 1, dependencies: ['the stage'] },
  ],
  use: {
    browserName: 'chromium',
    locale: 'pt-BR',
    viewport: { width: 1920, height: 1080 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
