import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { planned } from "../support/environments";
import { read } from "../support/remedies";
import { everySystem } from "../support/signals";

const folder = "docs/runbooks";
const headings = ["What it means", "First look", "Remedy", "Escalation"];
const pages = readdirSync(folder)
  .filter((file) => file.endsWith(".md") && file !== "README.md")
  .map((file) => [file.replace(".md", ""), readFileSync(`${folder}/${file}`, "utf8")] as const);
const readme = readFileSync(`${folder}/README.md`, "utf8");
const systems = everySystem();

test.each(pages)("%s has a title and the four parts, in order, none of them empty", (_, text) => {
  expect(text).toMatch(/^# \S.*\n/);
  expect([...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(headings);
  for (const part of text.split(/^## .*$/m).slice(1)) expect(part.trim().length).toBeGreaterThan(40);
});

test.each(pages)("%s: a first look is commands, and a remedy numbered steps with what makes it worse", (_, text) => {
  const [, , look = "", remedy = "", escalation = ""] = text.split(/^## .*$/m);
  expect(look).toMatch(/^```\n/m);
  expect(remedy.trim()).toMatch(/^1\. /);
  expect(remedy).toContain("\nWorse: ");
  expect(escalation.trim()).toMatch(/^To /);
});

const commands = [...pages, ["README", readme] as const].flatMap(([page, text]) =>
  [...text.matchAll(/^ *```(?:bash)?\n([\s\S]*?)^ *```$/gm)].map(([, block = ""]) => [page, block] as const),
);
test.each(commands)("the commands of %s parse", (_, block) => {
  const { status, stderr } = spawnSync("bash", ["-n"], { input: block, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

test("whatever a command calls is a program, or a function of the README's shell", () => {
  const ours = [...readme.matchAll(/^(\w+)\(\) \{/gm)].map(([, name]) => name);
  expect(ours).toEqual(["metric", "cluster", "broker"]);
  const programs = [...ours, "aws", "curl", "kafka-consumer-groups.sh", "kafka-log-dirs.sh", "kafka-topics.sh"];
  for (const [page, block] of commands.filter(([of]) => of !== "README"))
    for (const line of block.split("\n").filter((text) => text.trim() !== "")) {
      const first = line
        .trim()
        .replace(/^\w+=\$\(/, "")
        .split(/[ ;]/)[0];
      if (first?.startsWith("QUEUE=")) continue;
      expect([page, programs.includes(first ?? "")]).toEqual([page, true]);
    }
});

test.each(pages)("%s sets up what its commands need", (_, text) => {
  if (/\$(ARN|B)\b/.test(text)) expect(text).toMatch(/^cluster; /m);
  if (/\$(CONSOLE|PASSWORD)\b/.test(text)) expect(text).toMatch(/^broker; /m);
});

const documents = systems.flatMap(([, { remedies }]) => remedies);
const started = [...pages, ["README", readme] as const].flatMap(([page, text]) =>
  [...text.matchAll(/--document-name "\$E-\$S-([\w-]+)" --parameters "([^"]*)"/g)].map(
    ([, id = "", parameters = ""]) => [page, id, parameters] as const,
  ),
);
test("every document that is started somewhere exists", () => {
  expect(new Set(started.map(([, id]) => id))).toEqual(
    new Set(["redrive", "grow-storage", "pause-CLIENT", "quarantine"]),
  );
});
test.each(started)("%s starts %s with %s, which it takes", (_, id, parameters) => {
  const named = documents.filter((one) => (id === "pause-CLIENT" ? one.id.startsWith("pause-") : one.id === id));
  const given = new Map(parameters.split(",").map((one) => [one.split("=")[0] ?? "", one.split("=")[1] ?? ""]));
  const takes = named.some((one) => {
    const { parameters: known } = read(one);
    const wanted = Object.keys(known).filter((name) => known[name]?.default === undefined);
    const right = [...given.keys()].every((name) => name in known) && wanted.every((name) => given.has(name));
    return right && known.Mode?.allowedValues?.includes(given.get("Mode") ?? "look") === true;
  });
  expect(takes).toBe(true);
});

test.each(systems)("%s: every alarm names a page that exists", (_, { alarms }) => {
  const names = pages.map(([name]) => name);
  for (const { description } of alarms.alarms) {
    const page = /docs\/runbooks\/([\w-]+)\.md/.exec(description)?.[1];
    expect(names).toContain(page);
  }
});

test("every page is named by an alarm", () => {
  const texts = JSON.stringify([planned("prod"), systems.map(([, { alarms }]) => alarms)]);
  expect(pages.map(([name]) => name).filter((name) => !texts.includes(`docs/runbooks/${name}.md`))).toEqual([]);
});

test("the index has every page, by its title, and no other", () => {
  const rows = [...readme.matchAll(/^\| \[([\w-]+)\]\(([\w-]+)\.md\) \| (.*) \|$/gm)];
  expect(rows.map(([, name, file, title]) => [name, file, title])).toEqual(
    pages.map(([name, text]) => [name, name, text.slice(2, text.indexOf("\n"))]),
  );
});

test.each([...pages, ["README", readme] as const])("%s links to what exists", (_, text) => {
  for (const [, target = ""] of text.matchAll(/\]\(([\w./-]*)(?:#[\w-]+)?\)/g))
    expect(() => readFileSync(`${folder}/${target}`)).not.toThrow();
  const anchors = [...readme.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => title.toLowerCase().replaceAll(" ", "-"));
  for (const [, anchor] of text.matchAll(/README\.md#([\w-]+)\)/g)) expect(anchors).toContain(anchor);
});
