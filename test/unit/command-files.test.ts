import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { accessWarnings } from "../../lib/environment/access-warnings";
import { loadLayers } from "../../lib/config";
import { readText } from "../../bin/read-text";
import { loadEnvironments } from "../../bin/shared-state";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "signalbox-files-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const codeOf = (path: string) => {
  const text = readText(path);
  return typeof text === "object" ? text.kind.code : text;
};

describe("a file", () => {
  test("is read when it is a regular file of UTF-8", () => {
    expect(codeOf(put("bom.yaml", "\uFEFFa: ä\r\n"))).toBe("a: ä\r\n");
    expect(codeOf(join(folder, "nowhere.yaml"))).toBeUndefined();
    expect(codeOf(join(put("file.yaml", "a: 1"), "below.yaml"))).toBeUndefined();
  });

  test("is refused when it is a folder, a device, a pipe, another encoding or too large", () => {
    spawnSync("mkfifo", [join(folder, "pipe")]);
    expect(codeOf(folder)).toBe("NotAFile");
    expect(codeOf("/dev/zero")).toBe("NotAFile");
    expect(codeOf(join(folder, "pipe"))).toBe("NotAFile");
    expect(codeOf(put("utf16.yaml", Buffer.from("\uFEFFa: 1", "utf16le")))).toBe("BadEncoding");
    expect(codeOf(put("nul.yaml", "a: \0"))).toBe("BadEncoding");
    expect(codeOf(put("large.yaml", Buffer.alloc(10_000_001, "#")))).toBe("FileTooLarge");
    expect(codeOf(put("largest.yaml", Buffer.alloc(10_000_000, "#")))).toHaveLength(10_000_000);
    expect(codeOf("a\0b")).toBe("FileUnreadable");
    expect(codeOf(join(folder, "a".repeat(5_000)))).toBe("FileUnreadable");
  });
});

describe("the command line", () => {
  const program = ["--import", "tsx", resolve("bin/signalbox.ts")];
  const run = (...args: string[]) => spawnSync(process.execPath, [...program, ...args], { encoding: "utf8" });

  test.each<[string, (folder: string) => string[]]>([
    ["a folder", (at) => ["check", at]],
    ["an empty name", () => ["check", ""]],
    ["a name with a comma", (at) => ["check", join(at, "a,b.yaml")]],
    ["an output folder below a file", (at) => ["synth", "dev", "--out", join(at, "file", "out")]],
    ["a folder for explain", (at) => ["explain", "systems", at]],
    ["an empty path", () => ["explain", "", "dev"]],
    ["a step between two", () => ["stacks", "dev", "--step", "1.5"]],
    ["an option without effect", () => ["plan", "dev", "--offline", "--override-freeze", "it cannot wait"]],
  ])("ends with 2 and a message for %s", (_, args) => {
    put("file", "");
    const { status, stdout, stderr } = run(...args(folder));
    expect(status).toBe(2);
    expect(stdout + stderr).not.toMatch(/not about your files|^\s+at .+:\d+/m);
    expect((stdout + stderr).length).toBeGreaterThan(30);
  });

  test("synth makes the folders of --out, and reads a file that is named twice once", () => {
    const { status, stderr } = run("synth", "dev", "stacks/environments/dev.yaml", "--out", join(folder, "a", "b"));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("ends quietly when the reader of its output does", () => {
    const shell = `${JSON.stringify(process.execPath)} ${program.join(" ")} schema | head -c 1`;
    const { stdout, stderr } = spawnSync("bash", ["-c", shell], { encoding: "utf8" });
    expect({ stdout, stderr }).toEqual({ stdout: "{", stderr: "" });
  });
});

describe("two files of one environment name", () => {
  const text = (region: string, bucket = "acme-t-tfstate") =>
    `environment: t\naws: { account: "111122223333", region: ${region} }\nstate: { s3: { bucket: ${bucket} } }\nowner: { team: a, contact: a@b.example }\n`;
  const codes = (files: readonly string[], synthesized = false) =>
    loadEnvironments(files, synthesized).map(({ issues }) =>
      issues.map(({ kind }) => kind.code).filter((code) => code.endsWith("Shared")),
    );

  test("may not share a state, whether both are named or one lies beside the other", () => {
    const first = put("first.yaml", text("eu-west-1"));
    const second = put("second.yaml", text("eu-central-1"));
    expect(codes([first])).toEqual([["StateShared"]]);
    expect(codes([first, second])).toEqual([["StateShared"], ["StateShared"]]);
  });

  test("may have buckets of their own, but not be synthesized into one folder", () => {
    const first = put("first.yaml", text("eu-west-1"));
    const second = put("second.yaml", text("eu-central-1", "acme-u-tfstate"));
    expect(codes([first, second])).toEqual([[], []]);
    expect(codes([first, second], true)).toEqual([["StackNameShared"], ["StackNameShared"]]);
  });

  test("may be two versions of one environment", () => {
    mkdirSync(join(folder, "old"));
    const first = put("first.yaml", text("eu-west-1"));
    cpSync(first, join(folder, "old", "first.yaml"));
    expect(codes([first, join(folder, "old", "first.yaml")])).toEqual([[], []]);
  });
});

describe("access", () => {
  const base = (access: string) => `clients: { shop: {}, till: {} }\nsystems:\n  work:\n    access: ${access}\n`;
  const load = (below: string, above: string) =>
    loadLayers("top.yaml", (path) => (path === "base.yaml" ? below : `extends: base.yaml\n${above}`));

  test("named lines merge, and null withdraws one", () => {
    const below = base("{ orders: { client: shop, produce: [jobs] }, jobs: { client: till, consume: [jobs] } }");
    const added = load(below, "systems: { work: { access: { more: { client: shop, consume: [jobs] } } } }\n");
    expect(accessWarnings(added)).toEqual([]);
    expect(added.data).toMatchObject({ systems: { work: { access: { orders: {}, jobs: {}, more: {} } } } });
    expect(accessWarnings(load(below, "systems: { work: { access: { jobs: null } } }\n"))).toEqual([
      expect.stringMatching(
        /^systems\.work: till may consume jobs is withdrawn: .*systems\.work\.access\.jobs of base\.yaml:4/,
      ),
      expect.stringMatching(/^clients\.till has no access/),
    ]);
  });

  test("a list that replaces a list is reported with each grant that it withdraws", () => {
    const below = base("[{ client: shop, produce: [jobs, more] }, { client: till, consume: [jobs], group: a }]");
    expect(accessWarnings(load(below, "systems: { work: { access: [{ client: shop, produce: [jobs] }] } }\n"))).toEqual(
      [
        expect.stringMatching(/^systems\.work: shop may produce more is withdrawn/),
        expect.stringMatching(/^systems\.work: till may consume jobs as a is withdrawn/),
        expect.stringMatching(/^clients\.till has no access/),
      ],
    );
  });
});
