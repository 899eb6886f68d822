import { checked, formatted } from "./spec";

/**
 * The value of a tag, 1 to 256 characters (botocore 1.35.99, iam/2010-05-08 `tagValueType`, logs and ssm `TagValue`,
 * 2026-12). Services such as SQS state no pattern; the strictest one holds, because default tags reach every resource.
 */
export const tagValue = checked(
  (text) => /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u.test(text),
  "a tag value of 1 to 256 letters, digits, spaces and _ . : / = + - @",
);

/**
 * The name of a general-purpose S3 bucket (Amazon S3 User Guide, "General purpose bucket naming rules", 2026-12). Names
 * that S3 reserves by a prefix or suffix are refused, and so is the form of an IPv4 address.
 */
export const bucketName = checked(
  (text) =>
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text) &&
    !/\.\.|^\d{1,3}(\.\d{1,3}){3}$/.test(text) &&
    !/^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(text),
  "the name of an S3 bucket: 3 to 63 lower-case letters, digits, '-' and single '.', without S3's reserved prefixes and suffixes",
);

export const account = formatted(/^\d{12}$/, "the twelve digits of an AWS account, in quotes");

export const ipv4Range = checked(
  (text) =>
    /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(text) &&
    text.split(/[./]/).every((part, index) => Number(part) <= (index === 4 ? 32 : 255)),
  "an IPv4 range such as 10.40.0.0/16",
);

/** An https address without a path; the port, where there is one, is 1 to 65535. */
export const httpsOrigin = checked(
  (text) => /^https:\/\/[^\s/:]+(:\d{1,5})?$/.test(text) && isHttps(text),
  "an https address without a path, with a port of 1 to 65535",
);

/** An https address of at most 2,048 characters. */
export const httpsAddress = checked(
  (text) => /^https:\/\/[^\s/]+(\/\S*)?$/.test(text) && text.length <= 2_048 && isHttps(text),
  "an https address",
);

/** An e-mail address of at most 254 characters (RFC 5321, 4.5.3.1: 64 before the @, 256 for the path with its brackets). */
export const emailAddress = checked(
  (text) => /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(text) && text.length <= 254,
  "an e-mail address",
);

/** Whether the host and the port are sound: the URL standard's parser refuses port 99999, and 0 reaches nothing. */
function isHttps(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === "https:" && url.port !== "0" && url.hostname.length <= 253;
}
