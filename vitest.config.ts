import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // A crowded machine is slow, not wrong: the whole-way tests start several processes.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    pool: 'forks',
    // No test knows the settings of whoever runs it.
    env: { ENV_FILE: '' },
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/silkwire/vitest.json' }]],
    projects: [
      // Files of one worker share what they load: half of the time went into loading the same modules anew.
      { extends: true, test: { name: 'units', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'], isolate: false } }, // prettier-ignore
      { extends: true, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'] } },
    ],
  },
})
