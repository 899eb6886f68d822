import { bucketArn } from "../core/arns";
import { keyStatement } from "../core/permissions";
import type { Place } from "../core/place";
import { allow, type Statement } from "../core/policy";
import { serviceHost } from "../core/regions";

/** A bucket with the key that its objects are encrypted with. */
export interface Storage {
  readonly bucket: string;
  /** Alias of the key. */
  readonly keyName: string;
}

/** What a program may do with objects below some prefixes. Reading takes listing: else what is missing looks forbidden. */
export function objectStatements(
  place: Place,
  { bucket, keyName }: Storage,
  may: { readonly read?: readonly string[]; readonly write?: readonly string[] },
): Statement[] {
  const arnOf = bucketArn(place, bucket);
  const { read = [], write = [] } = may;
  const below = (prefixes: readonly string[]) => prefixes.map((prefix) => `${arnOf}/${prefix}*`);
  return [
    ...(read.length === 0
      ? []
      : [
          allow("ReadObjects", ["s3:GetObject"], below(read)),
          {
            ...allow("ListObjects", ["s3:ListBucket"], arnOf),
            Condition: { StringLike: { "s3:prefix": read.map((prefix) => `${prefix}*`) } },
          },
        ]),
    ...(write.length === 0 ? [] : [allow("WriteObjects", ["s3:PutObject"], below(write))]),
    {
      ...keyStatement(place, keyName, ["kms:Decrypt", "kms:GenerateDataKey"], [serviceHost(place.region, "s3")]),
      Sid: "UseKeyOfObjects",
    },
  ];
}
