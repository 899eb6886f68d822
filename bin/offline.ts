import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import * as z from "zod";

const stackSpec = z.looseObject({
  output: z.record(z.string(), z.looseObject({ value: z.unknown() })).default({}),
  data: z
    .looseObject({
      terraform_remote_state: z
        .record(z.string(), z.looseObject({ config: z.looseObject({ key: z.string() }) }))
        .default({}),
    })
    .default({ terraform_remote_state: {} }),
});

/** Credentials that no AWS account knows: an offline plan cannot reach one. */
const nobody = { access_key: "offline", secret_key: "offline" };

/**
 * Lets a synthesized stack be planned from nothing: local state, no credentials, and for each stack whose outputs it
 * reads a state file with a stand-in for each of them. Everything stands in files beside `cdk.tf.json`, which is not touched.
 */
export async function makeOffline(folder: string, stacksFolder: string): Promise<void> {
  const { data } = stackSpec.parse(JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")));
  const remotes = Object.entries(data.terraform_remote_state).map(([name, { config }]): [string, object] => {
    const path = join(folder, `${name}.stub.tfstate`);
    writeFileSync(path, stubState(join(stacksFolder, config.key.replace(/\.tfstate$/, ""))));
    return [name, { backend: "local", config: { path } }];
  });
  const override = {
    terraform: { backend: { local: {} } },
    provider: {
      aws: {
        ...nobody,
        allowed_account_ids: [],
        skip_credentials_validation: true,
        skip_requesting_account_id: true,
        skip_metadata_api_check: true,
        skip_region_validation: true,
        endpoints: [{ sfn: await definitionsAnswered() }],
      },
    },
    ...(remotes.length > 0 && {
      data: { terraform_remote_state: Object.fromEntries(remotes) },
    }),
  };
  writeFileSync(join(folder, "offline_override.tf.json"), JSON.stringify(override, null, 2));
}

let answering: Promise<string> | undefined;

/**
 * The provider asks AWS for the soundness of a state machine's definition while it plans (AWS provider 5.100.0). Offline
 * every one is: the definitions are Signalbox's own, and its tests hold them against the language. Gives the address.
 */
function definitionsAnswered(): Promise<string> {
  answering ??= (async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.setHeader("content-type", "application/x-amz-json-1.0");
      response.end(JSON.stringify({ result: "OK", diagnostics: [], truncated: false }));
    });
    // It never keeps the process from its end.
    server.listen(0, "127.0.0.1").unref();
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    return `http://127.0.0.1:${address.port}`;
  })();
  return answering;
}

/** A state that has nothing but a plausible value for each declared output of a stack. */
function stubState(stackFolder: string): string {
  const { output } = stackSpec.parse(JSON.parse(readFileSync(join(stackFolder, "cdk.tf.json"), "utf8")));
  const outputs = Object.entries(output).map(([name, { value }]): [string, object] => [
    name,
    Array.isArray(value)
      ? { value: value.map((_, index) => standIn(`${name}-${index}`)), type: ["tuple", value.map(() => "string")] }
      : { value: standIn(name), type: "string" },
  ]);
  return JSON.stringify({
    version: 4,
    terraform_version: "1.11.4",
    serial: 1,
    lineage: "offline",
    outputs: Object.fromEntries(outputs),
    resources: [],
  });
}

function standIn(output: string): string {
  if (output.endsWith("Arn")) return "arn:aws:kms:eu-west-1:000000000000:key/00000000-0000-0000-0000-000000000000";
  return `${output}-known-after-deploy`;
}
