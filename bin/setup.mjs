#!/usr/bin/env node
// Gets ready what a fresh clone needs: packages, Terraform, the AWS emulator. Needs Node 20 and Python 3, nothing else.
// With --activemq, --kafka or --rabbitmq also that broker, with --ruler AWS's matcher of filters, which some tests run.
// Each step says what it does, is skipped when it is done already, and leaves nothing half made behind.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { activemq, findRabbitmq, kafka, rabbitmq, ruler } from "./setup/brokers.mjs";
import { cache, hashOf, list, Missing, onPath, root, say, step } from "./setup/steps.mjs";

const provider = "hashicorp/aws/5.100.0";

/** What is fetched where the machine has no Terraform: SHA-256 of the release's archives, by platform (its SHA256SUMS file). */
const release = "1.11.4";
const archives = {
  linux_amd64: "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
  linux_arm64: "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
  darwin_amd64: "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b",
  darwin_arm64: "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18",
};

export async function packages() {
  const lock = hashOf(join(root, "package-lock.json"));
  const stamp = join(root, "node_modules", ".signalbox-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return say("packages: as package-lock.json says");
  say("packages: npm ci");
  await step("npm", "npm", ["ci", "--no-audit", "--no-fund"]);
  writeFileSync(stamp, lock);
}

/** Terraform or OpenTofu: the one that is named, the one on the path, the one fetched before, or a pinned release. */
async function terraform() {
  const fetched = join(cache, "terraform", release, "terraform");
  const path =
    process.env.SIGNALBOX_TERRAFORM ??
    onPath("terraform") ??
    onPath("tofu") ??
    (existsSync(fetched) ? fetched : await fetchTerraform(fetched));
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "" };
  const { stdout, status } = spawnSync(path, ["version", "-json"], { encoding: "utf8", env });
  if (status !== 0) throw new Missing(`terraform: ${path} cannot be run; name another one in SIGNALBOX_TERRAFORM.`);
  const version = JSON.parse(stdout).terraform_version;
  const [major, minor] = version.split(".").map(Number);
  if (major === 1 && minor < 11)
    throw new Missing(`terraform: ${version} at ${path} is too old; passwords that no state holds need 1.11 or later.`);
  say(`terraform: ${version} at ${path}`);
  return { path, version };
}

/** Downloads with Python, which honours a proxy; the archive is used only when its checksum is the pinned one. */
async function fetchTerraform(target) {
  const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
  const base = process.env.SIGNALBOX_TERRAFORM_RELEASES ?? "https://releases.hashicorp.com/terraform";
  const url = `${base}/${release}/terraform_${release}_${platform}.zip`;
  const wayOut =
    "Install Terraform 1.11 or later, or OpenTofu (https://developer.hashicorp.com/terraform/install), so that it is on\n" +
    "  the path; or name it in SIGNALBOX_TERRAFORM; or name a mirror of its releases in SIGNALBOX_TERRAFORM_RELEASES.";
  if (!(platform in archives))
    throw new Missing(`terraform: not on the path, and not pinned for ${platform}.\n  ${wayOut}`);
  say(`terraform: not on the path; fetching ${url}`);
  const folder = join(cache, `terraform-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    const zip = join(folder, "terraform.zip");
    const get = "import sys, urllib.request; urllib.request.urlretrieve(sys.argv[1], sys.argv[2])";
    await step("terraform", "python3", ["-c", get, url, zip]);
    const found = hashOf(zip);
    if (found !== archives[platform])
      throw new Missing(`its SHA-256 is ${found}, and not ${archives[platform]}: it is not used`);
    await step("unzip", "python3", ["-m", "zipfile", "-e", zip, folder]);
    chmodSync(join(folder, "terraform"), 0o755);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(folder, "terraform"), target);
    return target;
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    throw new Missing(`terraform: not on the path, and not fetched from ${url}:\n  ${error.message}\n  ${wayOut}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The settings that name where providers come from: the user's own; else a mirror on this machine; else the registry. */
function cliConfig() {
  const own = [process.env.TF_CLI_CONFIG_FILE, join(homedir(), ".terraformrc")].find(
    (file) => file && existsSync(file),
  );
  if (own !== undefined) {
    say(`provider: as ${own} says`);
    return { cliConfig: own, mirror: /mirror/.test(readFileSync(own, "utf8")) };
  }
  const mirror = process.env.SIGNALBOX_PROVIDER_MIRROR ?? findMirror();
  if (mirror === undefined) {
    say("provider: from the registry, when it is first needed");
    return { cliConfig: null, mirror: false };
  }
  const file = join(cache, "terraform.tfrc");
  writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`);
  say(`provider: from the mirror at ${mirror}`);
  return { cliConfig: file, mirror: true };
}

/** A folder below the usual places for add-on software that holds the provider under a registry's name. */
function findMirror() {
  for (const place of ["/opt", "/usr/local/share", "/usr/share", "/usr/local/lib", "/usr/lib"])
    for (const folder of list(place).map((name) => join(place, name)))
      for (const registry of [folder, join(folder, "providers"), join(folder, "plugins")])
        if (existsSync(join(registry, "registry.terraform.io", provider))) return registry;
  return undefined;
}

async function emulator() {
  const requirements = join(root, "test", "support", "emulator", "requirements.txt");
  const home = join(cache, "emulator");
  const python = join(home, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const stamp = join(home, "requirements.sha256");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hashOf(requirements)) {
    say("emulator: installed");
    return python;
  }
  say("emulator: moto into .cache/emulator");
  rmSync(home, { recursive: true, force: true });
  try {
    await step("venv", "python3", ["-m", "venv", home]);
    await step("pip", python, ["-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "-r", requirements]);
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    if (!(error instanceof Missing)) throw error;
    throw new Missing(
      `emulator: not installed:\n  ${error.message}\n` +
        "  Install Python 3.9 or later with venv (Debian: python3-venv), and let pip reach a package index (PIP_INDEX_URL).",
    );
  }
  writeFileSync(stamp, hashOf(requirements));
  return python;
}

/** Does every step, and writes what it found for the commands that follow. Names all that is missing, not the first. */
export async function setUp(more = []) {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) throw new Missing(`node: ${process.version} is too old; Node 20 or later is needed.`);
  const missing = [];
  const tried = async (what) => {
    try {
      return await what();
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      missing.push(error.message);
    }
  };
  const found = await tried(terraform);
  const python = await tried(emulator);
  for (const other of more) await tried(other);
  if (missing.length === 0) await tried(packages);
  if (missing.length > 0) throw new Missing(missing.join("\n"));
  mkdirSync(cache, { recursive: true });
  const tools = { terraform: found, ...cliConfig(), emulatorPython: python, rabbitmq: findRabbitmq() };
  const file = join(cache, "tools.json");
  writeFileSync(`${file}.new`, JSON.stringify(tools, null, 2));
  renameSync(`${file}.new`, file);
  return tools;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    const broker = { "--activemq": activemq, "--kafka": kafka, "--rabbitmq": rabbitmq, "--ruler": ruler }[
      process.argv[2]
    ];
    await setUp(broker ? [broker] : []);
    const [command, ...args] = process.argv.slice(broker ? 3 : 2);
    if (command !== undefined) process.exit(spawnSync(command, args, { cwd: root, stdio: "inherit" }).status ?? 1);
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    console.error(error.message);
    process.exit(3);
  }
}
