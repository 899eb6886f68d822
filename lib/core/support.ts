import { issueKinds } from "./issues";

/** What any engine may have to say of what it cannot do. */
export const supportKinds = issueKinds({
  NotSupported: {
    meaning: "The engine cannot do what the file asks of it. Nothing is silently left out.",
    remedy: "Use one of the engines named in the message, or take the key out.",
  },
  NetworkMissing: {
    meaning: "The engine's brokers live in a private network, and the environment has none.",
    remedy: "Add network: with a range of addresses, or use an engine without brokers of its own.",
  },
});
