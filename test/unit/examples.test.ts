import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadEnvironment } from "../../bin/environment-file";

/** The first example in YAML of a page. */
const exampleOf = (page: string): string => /```yaml\n([^]*?)```/.exec(readFileSync(page, "utf8"))?.[1] ?? "";
const readme = exampleOf("README.md");
const freezes = exampleOf("docs/maintenance.md");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-examples-"));
  cpSync("stacks/environments/base.yaml", join(folder, "base.yaml"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ["README.md", readme, 0],
  ["docs/maintenance.md", readme + freezes, 2],
])("the example of %s is accepted as it stands", (_, text, count) => {
  const file = join(folder, "prod.yaml");
  writeFileSync(file, text);
  const { plan, issues } = loadEnvironment(file);
  // Nothing was committed beside it yet.
  expect(issues.map(({ kind }) => kind.code)).toEqual(["InventoryOutdated"]);
  expect(plan?.maintenance.freezes).toHaveLength(count);
});
