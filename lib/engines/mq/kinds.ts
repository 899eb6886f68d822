import { issueKinds } from "../../core/issues";

export const kinds = issueKinds({
  BrokerVersion: {
    meaning: "Amazon MQ has no such version of the broker, or makes no new broker of it.",
    remedy: "Use one of the versions named in the message, in the form of a family such as 4.2.",
  },
  BrokerInstance: {
    meaning: "The instance type does not carry this broker, or this version of it.",
    remedy: "Use one of the instance types named in the message.",
  },
  SingleBroker: {
    meaning: "A single broker is away whenever it is patched, and messages on it are lost with its zone.",
    remedy: "Leave deployment out; or write the reason beside it.",
  },
  BrokerZones: {
    meaning: "The deployment needs more availability zones than the network has.",
    remedy: "Give the network as many zones as the message names.",
  },
  BrokerStorage: {
    meaning: "The broker does not run on this kind of storage.",
    remedy: "Leave storage out; EBS is for a single ActiveMQ broker on mq.m5.",
  },
  TooManyBindings: {
    meaning: "The filter would need more bindings than a broker should route by.",
    remedy: "Filter by fewer values, or let the consumer drop what it does not need.",
  },
  UnsoundFilter: {
    meaning: "The filter says nothing, or a condition of it is no comparison.",
    remedy: "Name at least one key; each condition is a value, or names one operator.",
  },
  QueueNamesTooLong: {
    meaning: "The names of all queues are told to the function that counts their messages, and a call has an end.",
    remedy: "Give the channels shorter names, or split the system.",
  },
  TooManyQueues: {
    meaning: "Amazon MQ limits the queues of a broker by its size, since RabbitMQ 4 to what the size bears well.",
    remedy: "Use a larger instance type, or split the system.",
  },
  UnknownExchange: {
    meaning: "A queue is bound to something that is no exchange of the system.",
    remedy: "Correct the name, or add the exchange as a channel of type exchange.",
  },
  BindingMismatch: {
    meaning: "The exchange does not route by what the binding says, so the binding would match everything or nothing.",
    remedy: "Use routingKey for direct and topic exchanges, headers for headers exchanges, neither for fanout.",
  },
  NotConsumable: {
    meaning: "Nobody can consume an exchange: it only routes.",
    remedy: "Consume a queue that is bound to it.",
  },
  ReservedUser: {
    meaning: "The name of the user is the broker's own.",
    remedy: "Give the client another user.",
  },
});
