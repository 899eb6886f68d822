import * as forms from "../../lib/core/value-forms";

const long = (length: number, text = "a") => text.repeat(length);

test.each<[keyof typeof forms, readonly string[], readonly string[]]>([
  [
    "tagValue",
    ["4711", "Größe 4", "a:b/c=d+e-f@g_h.i", long(256)],
    ["", "a*b", "a\nb", "<x>", long(257), "a,b", "50%"],
  ],
  [
    "bucketName",
    ["abc", "acme-prod.tfstate", "a--b", long(63)],
    [
      "ab",
      long(64),
      "acme--..t",
      "Acme",
      "-abc",
      "abc-",
      "192.168.5.4",
      "xn--abc",
      "sthree-abc",
      "abc-s3alias",
      "abc--x-s3",
      "abc.mrap",
    ],
  ],
  ["account", ["111122223333"], ["123", "11112222333a", "1111222233334"]],
  [
    "ipv4Range",
    ["10.40.0.0/16", "0.0.0.0/0", "255.255.255.255/32"],
    ["256.0.0.0/8", "10.0.0.0/33", "10.0.0/8", "10.0.0.0"],
  ],
  [
    "httpsOrigin",
    ["https://logs.example", "https://logs.example:65535", "https://logs.example:1"],
    [
      "https://logs.example:65536",
      "https://logs.example:99999",
      "https://logs.example:0",
      "https://logs.example/",
      "http://logs.example",
    ],
  ],
  [
    "httpsAddress",
    ["https://x.example/hook?a=b", "https://x.example:8443/"],
    ["https://x.example:99999/", "ftp://x", `https://x.example/${long(2_048)}`],
  ],
  [
    "emailAddress",
    ["ops@acme.example", `${long(64)}@acme.example`],
    ["ops@acme", "@acme.example", `${long(65)}@acme.example`, "a b@acme.example", "a@b..c"],
  ],
])("%s accepts what AWS accepts, on both sides of each limit", (form, accepted, refused) => {
  for (const text of accepted) expect({ text, ...forms[form].safeParse(text) }).toMatchObject({ success: true });
  for (const text of refused) expect({ text, ...forms[form].safeParse(text) }).toMatchObject({ success: false });
});
