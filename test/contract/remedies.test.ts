import { read, type DocumentStep } from "../support/remedies";
import { everySystem } from "../support/signals";

const documents = everySystem().flatMap(([label, { remedies }]) =>
  remedies.map((remedy) => [`${label}: ${remedy.id}`, remedy] as const),
);

test("there are documents of every mechanism", () => {
  const kinds = new Set(documents.map(([, { id }]) => id.replace(/^(pause|redrive|quarantine)-.*/, "$1")));
  expect([...kinds].sort()).toEqual(["grow-storage", "pause", "quarantine", "redrive"]);
});

describe.each(documents)("%s", (_, remedy) => {
  const { parameters, mainSteps, outputs, assumeRole } = read(remedy);
  const steps = new Map(mainSteps.map((step) => [step.name, step]));
  const valuesOf = (step: DocumentStep) => (step.outputs ?? []).map(({ Name }) => `${step.name}.${Name}`);

  test("is a document that Automation takes: 64 KB at most, and every word in braces means something", () => {
    expect(steps.size).toBe(mainSteps.length);
    expect(remedy.content.length).toBeLessThan(64 * 1024);
    const known = new Set([...Object.keys(parameters), ...mainSteps.flatMap(valuesOf)]);
    for (const [, word] of remedy.content.matchAll(/\{\{ ([\w.]+) \}\}/g)) expect(known).toContain(word);
    for (const output of outputs) expect(known).toContain(output);
    expect(remedy.content.match(/\{\{/g)?.length ?? 0).toBe(remedy.content.match(/\{\{ [\w.]+ \}\}/g)?.length ?? 0);
  });

  test("every parameter has values or a pattern that are allowed, and a default among them", () => {
    for (const { allowedPattern, allowedValues, default: usual } of Object.values(parameters)) {
      expect((allowedPattern === undefined) !== (allowedValues === undefined)).toBe(true);
      if (usual !== undefined) expect(allowedValues).toContain(usual);
      if (allowedPattern !== undefined) expect(allowedPattern).toMatch(/^\^.*\$$/);
    }
  });

  test("looks, and does nothing else unless it is told to", () => {
    const [first, second] = mainSteps;
    const last = mainSteps.at(-1);
    expect(parameters.Mode?.default).toBe("look");
    expect(first?.inputs.Api).toMatch(/^(Get|Describe|List)/);
    expect(second?.inputs.Default).toBe("after");
    expect({ ...last, name: "before", isEnd: undefined }).toEqual({ ...first, isEnd: undefined });
    expect(last?.isEnd).toBe(true);
  });

  test("every mode leads to the last look, and what cuts a client off is approved first", () => {
    for (const { NextStep } of mainSteps[1]?.inputs.Choices ?? []) {
      const way: string[] = [];
      for (let at: string | undefined = NextStep; at !== undefined && !way.includes(at); at = steps.get(at)?.nextStep)
        way.push(at);
      expect(way.at(-1)).toBe("after");
      const actions = way.map((name) => steps.get(name)?.action);
      if (remedy.id.startsWith("quarantine")) expect(actions[0]).toBe("aws:approve");
      expect(actions).toContain("aws:executeAwsApi");
    }
  });

  test("its role is of Automation alone, fits one policy and names no resource of others", () => {
    expect(assumeRole.endsWith(`:role/${remedy.role.name}`)).toBe(true);
    expect(remedy.role.trust).toContain('"Service":"ssm.amazonaws.com"');
    expect(remedy.role.trust).toContain('"aws:SourceAccount"');
    expect(remedy.role.document.length).toBeLessThanOrEqual(6_144);
    expect(remedy.role.document).not.toMatch(/"(Resource|Action)":"\*"|"[a-z-]+:\*"/);
    if (remedy.attaches !== undefined) expect(remedy.attaches.document).not.toContain('"Allow"');
  });
});
