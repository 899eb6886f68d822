import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deploymentSteps } from "../../../lib/environment/plan";
import { planned } from "../../support/environments";
import { start } from "../../support/sandbox";
import { deployWorkflow, jobsOf, scriptOf, type Job } from "../../support/workflow";

jest.setTimeout(5 * 60_000);
const environments = ["dev", "staging", "prod"];
const jobs = jobsOf(deployWorkflow);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-workflow-"));
  cpSync("stacks/environments", folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a script of a job as a runner of CI would, for an environment with no freezes or with one that holds today. */
async function ran(script: string | undefined, environment: string, freeze?: object, reason = "") {
  const file = join(folder, `${environment}.yaml`);
  const text = readFileSync(`stacks/environments/${environment}.yaml`, "utf8");
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const today = { from: day(-2), until: day(2), owner: "shop", reason: "nobody is there", ...freeze };
  const maintenance = JSON.stringify({ freezes: freeze === undefined ? {} : { today } });
  writeFileSync(file, `${text.replace(/^maintenance:\n( .*\n)+/m, "")}maintenance: ${maintenance}\n`);
  const env = { ...process.env, ENVIRONMENT: file, REASON: reason, RUNNER_TEMP: folder };
  const { code, output } = await start(script ?? "false", env).done;
  return { code, output, named: readFileSync(join(folder, "stacks"), "utf8").trim().split(" ") };
}
const asks = (job: Job | undefined) => job?.commands["Ask for freezes"];
const steps = (environment: string) => deploymentSteps(planned(environment));

test("environments are deployed one after the other, each by the same workflow, and each can be overridden by hand", () => {
  const calls = jobsOf(".github/workflows/deploy.yml");
  expect(calls.map(({ name, needs, calls: called }) => ({ name, needs, ...called }))).toEqual(
    environments.map((environment, index) => ({
      name: environment,
      needs: environments.slice(0, index).slice(-1),
      file: `./${deployWorkflow}`,
      environment,
      override: "${{ inputs.override_freeze }}",
    })),
  );
});

test("with prod frozen, each job of prod deploys nothing, says so and succeeds, and the others have all their stacks", async () => {
  for (const [index, job] of jobs.entries()) {
    for (const environment of ["dev", "staging"])
      expect(await ran(asks(job), environment)).toEqual({ code: 0, output: "", named: steps(environment)[index] });
    const { output, ...frozen } = await ran(scriptOf(job), "prod", {});
    expect(frozen).toEqual({ code: 0, named: [""] });
    expect(output).toMatch(/^::notice title=Freeze::prod-.*the freeze "today" of shop .*: nobody is there\n$/);
  }
});

test("with one system frozen, its stack alone is left out", async () => {
  const [foundation, systems] = jobs;
  const stores = { systems: ["stores"] };
  expect(await ran(asks(foundation), "prod", stores)).toEqual({ code: 0, output: "", named: steps("prod")[0] });
  const { output, ...others } = await ran(asks(systems), "prod", stores);
  expect(others).toEqual({ code: 0, named: steps("prod")[1]?.filter((stack) => stack !== "prod-stores") });
  expect(output).toMatch(/^::notice title=Freeze::prod-stores: left out/);
});

test("an override names every stack, and is printed; a file that is broken fails the job", async () => {
  const overridden = await ran(asks(jobs[1]), "prod", {}, "the certificate runs out tonight");
  expect(overridden).toMatchObject({ code: 0, named: steps("prod")[1] });
  expect(overridden.output).toMatch(/^::notice title=Freeze::.*overridden, because the certificate runs out tonight: /);
  const broken = await ran(scriptOf(jobs[1]!), "prod", { systems: ["store"] });
  expect(broken).toMatchObject({ code: 1, named: [""] });
  expect(broken.output).toContain("FreezeUnknownSystem");
});
