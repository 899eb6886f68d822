// Breaks two rules: a construct that knows another room, and the provider's barrel.
export { beta } from "../beta/plan";
export { sqsQueue } from "@cdktf/provider-aws";
