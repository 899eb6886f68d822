import { execFileSync } from "node:child_process";
import * as z from "zod";
import { readTools } from "../../bin/tools";

const shape = z.object({
  type: z.string(),
  pattern: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  enum: z.array(z.string()).optional(),
});
export type Shape = z.output<typeof shape>;

const program = `
import botocore, botocore.session, json, sys
loader = botocore.session.get_session().get_component("data_loader")
shapes = [loader.load_service_model(service, "service-2")["shapes"].get(name) for service, name in json.loads(sys.argv[1])]
json.dump({"version": botocore.__version__, "shapes": shapes}, sys.stdout)
`;
const answer = z.object({ version: z.string(), shapes: z.array(shape.nullable()) });

/** Shapes of AWS's service models, as the emulator's botocore has them; null where there is none of the name. */
export function botocoreShapes(names: readonly (readonly [service: string, name: string])[]) {
  const python = readTools()?.emulatorPython;
  if (python === undefined) throw new Error("the emulator is not installed; run npm run setup");
  const output = execFileSync(python, ["-c", program, JSON.stringify(names)], { encoding: "utf8", maxBuffer: 2 ** 26 });
  return answer.parse(JSON.parse(output));
}
