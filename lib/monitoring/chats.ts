import { globalArn } from "../core/arns";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { policyText, serviceTrust } from "../core/policy";
import type { Destination } from "./spec";
import { servicePrincipal } from "../core/regions";

/** A channel of a chat application, and the topics whose alerts it shows. */
export type ChatPlan = { readonly id: string; readonly name: string; readonly topicArns: readonly string[] } & (
  | { readonly kind: "slack"; readonly workspace: string; readonly channel: string }
  | { readonly kind: "teams"; readonly tenant: string; readonly team: string; readonly channel: string }
);

/** Amazon Q Developer in chat applications (once AWS Chatbot): what shows alerts, and what it may do. */
export interface ChatsPlan {
  readonly chats: readonly ChatPlan[];
  readonly role: { readonly name: string; readonly trust: string };
  /** The role's policy, and the most that anybody may do from a channel: without it everything an administrator may. */
  readonly guardrail: { readonly name: string; readonly arn: string; readonly document: string };
}

interface Told {
  readonly arn: string;
  readonly to: Destination | undefined;
}

/** One configuration a channel, with every topic that goes there; undefined where there is none. */
export function planChats(place: Place, topics: readonly Told[]): ChatsPlan | undefined {
  const chats = new Map<string, ChatPlan>();
  for (const { arn, to } of topics)
    for (const chat of to === undefined ? [] : chatsOf(place, to)) {
      const there = chats.get(chat.id) ?? chat;
      chats.set(chat.id, { ...there, topicArns: [...new Set([...there.topicArns, arn])] });
    }
  if (chats.size === 0) return undefined;
  const name = named("policy", [place.environment, "alerts-chat"]);
  return {
    chats: [...chats.values()],
    role: {
      name: named("role", [place.environment, "alerts-chat"]),
      trust: serviceTrust(servicePrincipal("chatbot"), place.account),
    },
    guardrail: { name, arn: globalArn(place, "iam", `policy/${name}`), document: readAlarms() },
  };
}

function chatsOf(place: Place, { slack, teams }: Destination): ChatPlan[] {
  const common = (channel: string) => ({
    id: `Chat-${channel}`,
    name: named("chat", [place.environment, "alerts", channel]),
    topicArns: [],
  });
  return [
    ...slack.map((chat): ChatPlan => ({ ...common(chat.channel), kind: "slack", ...chat })),
    ...teams.map((chat): ChatPlan => ({ ...common(chat.channel), kind: "teams", ...chat })),
  ];
}

/** To draw the graph beside an alarm. CloudWatch knows no narrower resource for metrics and their pictures. */
const readAlarms = (): string =>
  policyText([
    {
      Sid: "ReadAlarms",
      Effect: "Allow",
      Action: ["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "cloudwatch:GetMetricWidgetImage"],
      Resource: "*",
    },
  ]);
