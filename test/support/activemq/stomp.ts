import { connect, type Socket } from "node:net";

interface Frame {
  readonly command: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A client of STOMP 1.2, as small as the tests need it. */
export class Stomp {
  private received = "";
  private readonly waiting: ((frame: Frame) => void)[] = [];
  private readonly frames: Frame[] = [];

  private constructor(private readonly socket: Socket) {
    socket.setEncoding("utf8").on("data", (chunk: string) => this.read(chunk));
  }

  /** @throws Error when the broker does not let the user in */
  static async connect(port: number, user: string): Promise<Stomp> {
    const socket = connect(port, "127.0.0.1");
    await new Promise((done, fail) => socket.once("connect", done).once("error", fail));
    const client = new Stomp(socket);
    client.write("CONNECT", { "accept-version": "1.2", login: user, passcode: user });
    const { command, headers } = await client.next();
    if (command !== "CONNECTED") throw new Error(headers.message ?? command);
    return client;
  }

  /** Gives every message of a queue back, and says how many were offered within a time. */
  async refuseAll(queue: string, patience: number): Promise<number> {
    this.write("SUBSCRIBE", { id: "1", destination: `/queue/${queue}`, ack: "client-individual" });
    for (let offered = 0; ; offered++) {
      const frame = await Promise.race([this.next(), later(patience)]);
      if (frame === undefined) return offered;
      if (frame.command !== "MESSAGE") throw new Error(frame.headers.message ?? frame.command);
      this.write("NACK", { id: frame.headers.ack ?? "" });
    }
  }

  close(): void {
    this.socket.destroy();
  }

  private write(command: string, headers: Readonly<Record<string, string>>): void {
    const lines = Object.entries(headers).map(([key, value]) => `${key}:${value}\n`);
    this.socket.write(`${command}\n${lines.join("")}\n\0`);
  }

  private next(): Promise<Frame> {
    const frame = this.frames.shift();
    return frame === undefined ? new Promise((done) => this.waiting.push(done)) : Promise.resolve(frame);
  }

  private read(chunk: string): void {
    const parts = (this.received + chunk).split("\0");
    this.received = parts.pop() ?? "";
    for (const part of parts) {
      const [head = "", body = ""] = part.trimStart().split("\n\n", 2);
      const [command = "", ...lines] = head.split("\n");
      const headers = Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
      );
      const frame = { command, headers, body };
      const waiting = this.waiting.shift();
      if (waiting === undefined) this.frames.push(frame);
      else waiting(frame);
    }
  }
}

const later = (milliseconds: number): Promise<undefined> =>
  new Promise((done) => setTimeout(() => done(undefined), milliseconds));
