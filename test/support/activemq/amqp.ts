import { type Connection, create_container, type Delivery, type EventContext, type Message } from "rhea";

/** A client of AMQP 1.0, whose name is its password. */
export class Amqp {
  private constructor(private readonly connection: Connection) {}

  /** @throws what the broker says to a login that it refuses */
  static connect(port: number, username: string): Promise<Amqp> {
    const connection = create_container({ id: username }).connect({
      host: "127.0.0.1",
      port,
      username,
      password: username,
      reconnect: false,
    });
    return new Promise((done, fail) => {
      connection.once("connection_open", () => done(new Amqp(connection)));
      connection.once("connection_error", ({ error }: EventContext) => fail(new Error(`${username}: ${said(error)}`)));
      connection.once("disconnected", () => fail(new Error(`${username}: disconnected`)));
    });
  }

  /**
   * @param ttl milliseconds that the message may wait; as long as the broker says when left out
   * @returns `accepted`, or why it was not
   */
  send(
    address: string,
    body: string,
    headers: Readonly<Record<string, string | number | boolean>> = {},
    ttl?: number,
  ): Promise<string> {
    const sender = this.connection.open_sender({ target: { address, capabilities: [kindOf(address)] } });
    return new Promise((done) => {
      const end = (answer: string) => {
        sender.close();
        done(answer);
      };
      const message: Message = { body, durable: true, application_properties: { ...headers }, ttl };
      sender.once("sendable", () => sender.send(message));
      sender.once("accepted", () => end("accepted"));
      sender.once("rejected", ({ delivery }: EventContext) => end(said(delivery?.remote_state?.error)));
      sender.once("sender_error", () => end(said(sender.error)));
    });
  }

  /** Takes one after the other and does with each what `handle` says, until none came for `idle` milliseconds. */
  receive(queue: string, handle: (delivery: Delivery) => void = (delivery) => delivery.accept(), idle = 500) {
    const address = `queue://${queue}`;
    const receiver = this.connection.open_receiver({
      source: { address, capabilities: ["queue"] },
      autoaccept: false,
      credit_window: 1,
    });
    return new Promise<string[]>((done, fail) => {
      const bodies: string[] = [];
      const end = () => {
        receiver.close();
        done(bodies);
      };
      let timer = setTimeout(end, idle);
      receiver.once("receiver_error", () => {
        clearTimeout(timer);
        fail(new Error(said(receiver.error)));
      });
      receiver.on("message", ({ message, delivery }: EventContext) => {
        clearTimeout(timer);
        timer = setTimeout(end, idle);
        bodies.push(String(message?.body));
        if (delivery !== undefined) handle(delivery);
      });
    });
  }

  close(): void {
    this.connection.close();
  }
}

/** What the broker gave as the reason. */
const said = (error: unknown): string =>
  typeof error === "object" && error !== null && "description" in error ? String(error.description) : String(error);

const kindOf = (address: string): string => (address.startsWith("topic://") ? "topic" : "queue");
