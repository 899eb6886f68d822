// The brokers that tests run for real: where they come from, and what to do where they cannot be had.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache, hashOf, list, Missing, onPath, root, say, step } from "./steps.mjs";

/** The folders that hold a broker's programs: of the one that is named, of an installed one, or of unpacked packages. */
export function findRabbitmq() {
  const unpacked = join(cache, "rabbitmq", "usr", "lib");
  const named = process.env.SIGNALBOX_RABBITMQ;
  const known = [
    ...(named ? [[named]] : []),
    ["/usr/lib/rabbitmq/bin"],
    [join(unpacked, "rabbitmq", "bin"), join(unpacked, "erlang", "bin")],
  ];
  return known.find(([programs]) => existsSync(join(programs, "rabbitmq-server")));
}

/**
 * The RabbitMQ that tests run. Where there is none, the packages of Debian or Ubuntu are unpacked into .cache/rabbitmq:
 * that needs no root, and nothing is installed or started. Only tests that run it need this.
 */
export async function rabbitmq() {
  const found = findRabbitmq();
  if (found !== undefined) return say(`rabbitmq: at ${found[0]}`);
  const home = join(cache, "rabbitmq");
  const making = `${home}-${process.pid}`;
  say("rabbitmq: packages of this distribution into .cache/rabbitmq");
  try {
    mkdirSync(making, { recursive: true });
    await refreshPackageLists();
    await step("apt-download", "apt-get", ["download", ...rabbitmqPackages()], { cwd: making });
    for (const file of list(making)) {
      await step("dpkg", "dpkg-deb", ["--extract", join(making, file), making]);
      rmSync(join(making, file));
    }
    // Erlang's starters know the one place for which they were built.
    const erlang = join("usr", "lib", "erlang");
    for (const folder of ["bin", ...list(join(making, erlang)).map((name) => join(name, "bin"))]) {
      const starter = join(making, erlang, folder, "erl");
      if (!existsSync(starter)) continue;
      const text = readFileSync(starter, "utf8").replaceAll("/usr/lib/erlang", join(home, erlang));
      writeFileSync(starter, text);
    }
    renameSync(making, home);
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    throw new Missing(
      `rabbitmq: not there, and not made of packages:\n  ${error.message}\n` +
        "  On Debian or Ubuntu let apt know its packages (apt-get update). Elsewhere install RabbitMQ 3.10 or later with its\n" +
        "  management plugin, and name the folder that holds rabbitmq-server and rabbitmqctl in SIGNALBOX_RABBITMQ.",
    );
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** Root can; what apt knows already may do, too. */
async function refreshPackageLists() {
  if (process.getuid?.() !== 0) return;
  try {
    await step("apt-update", "apt-get", ["update"]);
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    say("  apt-update: failed; going on with the packages that apt knows");
  }
}

/** RabbitMQ and the parts of Erlang that it needs; what else they need is part of every system. */
function rabbitmqPackages() {
  const no = ["recommends", "suggests", "conflicts", "breaks", "replaces", "enhances"].map((kind) => `--no-${kind}`);
  const { stdout } = spawnSync("apt-cache", ["depends", "--recurse", ...no, "rabbitmq-server"], { encoding: "utf8" });
  const names = (stdout ?? "").split("\n").filter((line) => /^(erlang|rabbitmq)/.test(line));
  if (names.length === 0) throw new Missing("apt knows no package rabbitmq-server");
  return [...new Set(names)];
}

/** The jars of the Kafka that tests run, of the version that its pom.xml pins. Only tests that run it need this. */
export const kafka = () => jars("kafka", "Java 17 or later and Maven (Debian: openjdk-17-jre-headless, maven)");

/** The same of Event Ruler, AWS's own matcher of filters. */
export const ruler = () => jars("ruler", "Java 17 or later and Maven (Debian: openjdk-17-jdk-headless, maven)");

/** The same of ActiveMQ; its starter is compiled when it starts. */
export async function activemq() {
  const tools = "a JDK of 17 or later and Maven (Debian: openjdk-17-jdk-headless, maven)";
  await jars("activemq", tools);
  if (!/^jdk\.compiler@/m.test(spawnSync("java", ["--list-modules"], { encoding: "utf8" }).stdout ?? ""))
    throw new Missing(`activemq: Java without a compiler.\n  Install ${tools}.`);
}

/** Copies what test/support/NAME/pom.xml names into .cache/NAME/VERSION/libs. */
async function jars(name, tools) {
  const pom = join(root, "test", "support", name, "pom.xml");
  const version = new RegExp(`<${name}\\.version>(.+)</`).exec(readFileSync(pom, "utf8"))[1];
  const home = join(cache, name, version);
  const stamp = join(home, "pom.sha256");
  const java = Number(/version "(\d+)/.exec(spawnSync("java", ["-version"], { encoding: "utf8" }).stderr)?.[1]);
  const wayOut = `Install ${tools}, so that both are on the path.`;
  if (!(java >= 17))
    throw new Missing(`${name}: ${java ? `Java ${java} is too old` : "no Java on the path"}.\n  ${wayOut}`);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hashOf(pom)) return say(`${name}: ${version} installed`);
  if (onPath("mvn") === undefined) throw new Missing(`${name}: no Maven on the path.\n  ${wayOut}`);
  say(`${name}: ${version} by Maven into .cache/${name}/${version}`);
  rmSync(home, { recursive: true, force: true });
  try {
    const copy = ["dependency:copy-dependencies", `-DoutputDirectory=${join(home, "libs")}`];
    await step(`maven-${name}`, "mvn", ["-B", "--strict-checksums", "-f", pom, ...copy]);
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    if (!(error instanceof Missing)) throw error;
    throw new Missing(
      `${name}: not installed:\n  ${error.message}\n  Let Maven reach a repository (~/.m2/settings.xml).`,
    );
  }
  writeFileSync(stamp, hashOf(pom));
}
