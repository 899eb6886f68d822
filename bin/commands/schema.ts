import { environmentJsonSchema } from "../../lib/environment/schema";
import { exitCode } from "../report";

/** `signalbox schema`: the JSON Schema of environment files, for editors. */
export function schema(): number {
  console.log(JSON.stringify(environmentJsonSchema(), null, 2));
  return exitCode.fine;
}
