import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const toolsSpec = z.object({
  terraform: z.object({ path: z.string(), version: z.string() }),
  cliConfig: z.string().nullable(),
  mirror: z.boolean(),
  emulatorPython: z.string(),
  /** Folders that hold RabbitMQ's programs, and Erlang's where it is not on the path. */
  rabbitmq: z.array(z.string()).optional(),
});
export type Tools = z.output<typeof toolsSpec>;

/** What set-up found or installed; undefined before it ran. A program elsewhere has terraform on its path instead. */
export function readTools(root = process.cwd()): Tools | undefined {
  const file = join(root, ".cache", "tools.json");
  return existsSync(file) ? toolsSpec.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}

/** Terraform's executable, and the environment to run it in. */
export function terraform(): { readonly path: string; readonly env: NodeJS.ProcessEnv } {
  const tools = readTools();
  const config = tools?.cliConfig ?? undefined;
  return {
    path: process.env.TERRAFORM_BINARY_NAME ?? tools?.terraform.path ?? "terraform",
    env: {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      ...(config === undefined ? {} : { TF_CLI_CONFIG_FILE: config }),
    },
  };
}
