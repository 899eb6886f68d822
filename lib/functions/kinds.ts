import { issueKinds } from "../core/issues";

export const kinds = issueKinds({
  FunctionVariables: {
    meaning: "A function of the system would get more environment variables than Lambda takes.",
    remedy: "Split the system: what it has too many of goes into a second one.",
  },
});
