const Sequencer = require("@jest/test-sequencer").default;

/** Files that take minutes, the longest first. Jest knows durations of earlier runs alone, and a fresh clone has none. */
const longest = [
  "e2e/sandbox",
  "e2e/mq-deploy",
  "terraform/update",
  "terraform/plan",
  "e2e/log-sinks",
  "terraform/troubles",
  "unit/environment/any-data",
  "unit/command-line",
  "stacks/stacks",
];
const rank = ({ path }) => {
  const place = longest.findIndex((name) => path.includes(`/test/${name}.`));
  return place === -1 ? longest.length : place;
};

/** Begins with what takes longest, so that at the end no worker waits for another. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};
