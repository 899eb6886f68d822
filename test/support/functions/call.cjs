// Calls a bundled function as Lambda would: loads it, gives it its event from standard input, and prints its result, or
// the type and message of its error. Usage: node call.cjs FOLDER
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const print = (answer) => process.stdout.write(JSON.stringify(answer));
const { handler } = require(join(process.argv[2], "index.js"));
handler(JSON.parse(readFileSync(0, "utf8"))).then(
  // Lambda answers null where a function gives nothing.
  (result = null) => print({ result }),
  ({ name, message }) => print({ errorType: name, errorMessage: message }),
);
