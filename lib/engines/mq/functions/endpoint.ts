import * as z from "zod";

/** Passwords go over the wire: only TLS, or this machine itself. */
const addressOf = (secure: string, plain: string) =>
  z
    .url({ protocol: new RegExp(`^(${secure}|${plain})$`) })
    .refine((text) => text.startsWith(`${secure}:`) || new URL(text).hostname === "127.0.0.1", `must be ${secure}`);

/** The broker's management console. */
export const managementEndpoint = addressOf("https", "http").transform((text) => text.replace(/\/+$/, ""));

/** Where clients of AMQP connect. */
export const amqpEndpoint = addressOf("amqps", "amqp").transform((text) => new URL(text));
