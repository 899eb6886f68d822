import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The version that the tests' pom.xml pins. */
export const kafkaVersion = /<kafka\.version>(.+)<\/kafka\.version>/.exec(
  readFileSync(join(__dirname, "pom.xml"), "utf8"),
)?.[1];

/**
 * Arguments with which Java runs a class of Kafka. It compiles less thoroughly and starts sooner.
 *
 * @throws Error when set-up did not install Kafka
 */
export function javaArguments(mainClass: string, heap = "64m"): string[] {
  const home = resolve(".cache", "kafka", kafkaVersion ?? "");
  if (!existsSync(join(home, "pom.sha256")))
    throw new Error("Kafka is not installed; run node bin/setup.mjs --kafka, or npm test");
  const fast = [`-Xmx${heap}`, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"];
  return [...fast, "-cp", join(home, "libs", "*"), mainClass];
}
