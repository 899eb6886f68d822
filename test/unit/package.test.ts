import { readFileSync } from "node:fs";
import * as z from "zod";

const entry = z.object({ types: z.string(), default: z.string() });
const packageSpec = z.object({
  exports: z.record(z.string(), z.union([z.string(), entry])),
  typesVersions: z.object({ "*": z.record(z.string(), z.tuple([z.string()])) }),
  dependencies: z.record(z.string(), z.string()),
  peerDependencies: z.record(z.string(), z.string()),
});
const {
  exports: entries,
  typesVersions,
  dependencies,
  peerDependencies,
} = packageSpec.parse(JSON.parse(readFileSync("package.json", "utf8")));

test("TypeScript finds each entry under node10 too, which reads typesVersions and no exports", () => {
  const types = Object.entries(entries).flatMap(([name, value]) =>
    typeof value === "string" ? [] : [[name.slice(2), [value.types]]],
  );
  expect(typesVersions["*"]).toEqual(Object.fromEntries(types));
});

test("a project brings its own cdktf, constructs and provider, within ranges", () => {
  expect(Object.keys(peerDependencies)).toEqual(["@cdktf/provider-aws", "cdktf", "constructs"]);
  for (const name of Object.keys(peerDependencies)) expect(dependencies).not.toHaveProperty([name]);
  for (const range of Object.values({ ...dependencies, ...peerDependencies })) expect(range).toMatch(/^(\^|>=)/);
});
