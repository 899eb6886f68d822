import { issueKinds } from "../core/issues";

export const kinds = issueKinds({
  Frozen: {
    meaning: "The environment is in a freeze: a time in which somebody decided that nothing is deployed.",
    remedy:
      "Wait until it is over, or ask its owner to shorten it in the file. What cannot wait passes with signalbox check FILE --override-freeze REASON, and is deployed by the deploy workflow, run by hand with override_freeze; the reason is printed, for the record.",
  },
  FreezeEmpty: {
    meaning: "The freeze ends before it begins, or as it begins, so it would hold nothing up.",
    remedy: "Set until after from.",
  },
  FreezeMixed: {
    meaning:
      "The freeze begins on a day and ends at a time of each week, or the other way around, so nobody knows when it holds.",
    remedy: "Give both of one form: two days, with or without a time, or two times of each week such as FRIDAY 16:00.",
  },
  CalendarTooLarge: {
    meaning: "Systems Manager takes documents of 64 KB, and the freezes make a Change Calendar that is larger.",
    remedy: "Take out freezes that are over, or say their reasons in fewer words.",
  },
  FreezeUnknownSystem: {
    meaning: "The freeze names a system that the environment does not have, so it would not hold for it.",
    remedy: "Correct the name, or leave systems out to freeze the whole environment.",
  },
});
