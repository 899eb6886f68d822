import { issueKinds } from "../core/issues";

export const kinds = issueKinds({
  Frozen: {
    meaning: "The environment is in a freeze: a time in which somebody decided that nothing is deployed.",
    remedy:
      "Wait until it is over, or ask its owner to shorten it in the file. What cannot wait is deployed with signalbox check FILE --override-freeze REASON; the reason is printed, for the record.",
  },
  FreezeEmpty: {
    meaning: "The freeze ends before it begins, so it would hold nothing up.",
    remedy: "Set until after from.",
  },
  FreezeUnknownSystem: {
    meaning: "The freeze names a system that the environment does not have, so it would not hold for it.",
    remedy: "Correct the name, or leave systems out to freeze the whole environment.",
  },
});
