// Drives the running banks with Debian's Chromium: bring them up with scripts/up first. PAGES_001 and PAGES_002 name
// other addresses than the usual ones.

import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

// The one without windows, where there is one: the same engine, and the tests take three fifths of the time.
const CHROMIUM = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find(existsSync);

export default defineConfig({
  testDir: "tests",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["line"]],
  projects: [
    { name: "everything up", testIgnore: /_away\.spec/ },
    // Who pulls plugs does it alone, one at a time, when all others are done.
    { name: "plugs pulled", testMatch: /_away\.spec/, fullyParallel: false, dependencies: ["everything up"] },
  ],
  use: {
    browserName: "chromium",
    locale: "pt-BR",
    viewport: { width: 390, height: 844 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? CHROMIUM,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});
