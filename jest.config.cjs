/** One project a tier; `npm test` runs them in this order. */
const tier = (displayName) => ({
  displayName,
  testEnvironment: "node",
  testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
  transform: { "^.+\\.ts$": "@swc/jest" },
});

module.exports = { projects: ["unit", "contract", "stacks", "terraform", "e2e"].map(tier) };
