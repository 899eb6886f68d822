/** One project a tier. */
const tier = (displayName) => ({
  displayName,
  testEnvironment: "node",
  testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
  transform: { "^.+\\.ts$": "@swc/jest" },
});

// No test asserts a time; this is how long one may hang on a machine that is busy.
module.exports = {
  testTimeout: 300_000,
  testSequencer: "./test/longest-first.cjs",
  projects: ["unit", "contract", "stacks", "terraform", "e2e"].map(tier),
};
