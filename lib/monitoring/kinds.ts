import { issueKinds } from "../core/issues";

export const kinds = issueKinds({
  UnknownAlarm: {
    meaning: "alarms: names something that is neither an alarm here nor a kind of alarms, so the line does nothing.",
    remedy: "Use one of the names in the message, or take the line out.",
  },
  AlarmChange: {
    meaning:
      "A line of alarms: either turns an alarm off or gives it another threshold; this one does neither, or both.",
    remedy: "Write { off: true, reason: … } or { threshold: 100, reason: … }.",
  },
  ObjectiveUnmeasured: {
    meaning: "Nothing measures the objective for what it is asked of, so that nobody would notice when it is missed.",
    remedy: "Do what the message says, or take the objective out.",
  },
  ObjectiveAboveRetention: {
    meaning: "A message would be gone before it had waited for that long, so the objective could never be missed.",
    remedy: "Lower within: below the retention, or keep messages for longer.",
  },
  RouteEmpty: {
    meaning: "A route leads nowhere: alarms that go that way reach nobody, and take no other way.",
    remedy: "Write who is told, or take the line out: then they go the way of the environment's owner.",
  },
  NobodyTold: {
    meaning:
      "Alarms of this severity go the way of the environment's owner where no other route takes them, and the owner has none, so they reach nobody.",
    remedy: "Write page: and ticket: of the environment's owner; both may lead to the same place.",
  },
  RouteOfNobody: {
    meaning: "alerts.routes names a team that owns nothing here, so no alarm would ever go that way.",
    remedy: "Correct the team's name, or name it as owner: of a system or channel, or take the route out.",
  },
});
