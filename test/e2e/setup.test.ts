import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { spawn } from "node:child_process";

/** A machine that has nothing but Node, and what is linked into its path. */
function bareMachine(...commands: string[]) {
  const home = mkdtempSync(join(tmpdir(), "signalbox-bare-"));
  const clone = join(home, "clone");
  mkdirSync(join(home, "bin"));
  for (const command of ["node", "npm", "sh", "env", ...commands]) {
    const found = (process.env.PATH ?? "")
      .split(delimiter)
      .map((folder) => join(folder, command))
      .find(existsSync);
    if (found !== undefined) symlinkSync(found, join(home, "bin", command));
  }
  for (const file of ["package.json", "package-lock.json", "bin", "test/support/emulator", "test/support/kafka"])
    cpSync(file, join(clone, file), { recursive: true });
  return { home, clone, env: { HOME: home, PATH: join(home, "bin") } };
}
const machines: string[] = [];
afterAll(() => machines.forEach((home) => rmSync(home, { recursive: true, force: true })));

test("without Terraform, Python and Java it names each, with the way out, and changes nothing", () => {
  const { home, clone, env } = bareMachine();
  machines.push(home);
  const { status, stderr } = spawnSync(process.execPath, ["bin/setup.mjs", "--kafka"], {
    cwd: clone,
    env,
    encoding: "utf8",
  });
  expect(status).toBe(3);
  expect(stderr).toMatch(/terraform: not on the path[^]*SIGNALBOX_TERRAFORM/);
  expect(stderr).toMatch(/emulator: not installed[^]*Install Python 3/);
  expect(stderr).toMatch(/kafka: no Java on the path[^]*Install Java 17/);
  expect(existsSync(join(clone, "node_modules"))).toBe(false);
  expect(existsSync(join(clone, ".cache", "tools.json"))).toBe(false);
});

test("an archive of Terraform with another checksum than the pinned one is not used", async () => {
  const { home, clone, env } = bareMachine();
  machines.push(home);
  // Python comes with its real path: a link of a version manager needs the manager's own files.
  const python = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).stdout.trim();
  symlinkSync(python, join(home, "bin", "python3"));
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    response.end("not terraform");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const more = {
    SIGNALBOX_TERRAFORM_RELEASES: `http://127.0.0.1:${port}/terraform`,
    PIP_INDEX_URL: `http://127.0.0.1:${port}/simple`,
    PIP_RETRIES: "0",
  };
  const { code, output } = await new Promise<{ code: number | null; output: string }>((done) => {
    const child = spawn(process.execPath, ["bin/setup.mjs"], { cwd: clone, env: { ...env, ...more } });
    let text = "";
    child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.on("close", (status) => done({ code: status, output: text }));
  });
  server.close();
  expect(code).toBe(3);
  expect(asked[0]).toMatch(/^\/terraform\/1\.11\.4\/terraform_1\.11\.4_\w+\.zip$/);
  expect(output).toMatch(/its SHA-256 is [0-9a-f]{64}, and not [0-9a-f]{64}: it is not used/);
  expect(existsSync(join(clone, ".cache", "terraform"))).toBe(false);
});
