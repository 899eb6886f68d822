import { issueKinds } from "../core/issues";

export const kinds = issueKinds({
  YamlSyntax: { meaning: "The text is not YAML.", remedy: "Correct the line named; indentation is by spaces." },
  DuplicateKey: {
    meaning: "A mapping has the same key twice, so one of the values would be lost.",
    remedy: "Keep one of them.",
  },
  BadKey: { meaning: "A key is not a text.", remedy: "Write the key in quotes." },
  UnknownTag: { meaning: "The value has a YAML tag that means nothing here.", remedy: "Take the tag out." },
  TooManyAliases: {
    meaning: "The file's aliases would unfold to far more than the file.",
    remedy: "Use fewer aliases of aliases.",
  },
  SeveralDocuments: { meaning: "The file holds more than one YAML document.", remedy: "Keep one document a file." },
  EmptyFile: { meaning: "The file says nothing.", remedy: "Write at least environment:, aws:, state: and owner:." },
  NotAMapping: { meaning: "The file is not a mapping of keys to values.", remedy: "Start it with key: value." },
  BadExtends: {
    meaning: "extends names no file.",
    remedy: "Write the path of a file, or a list of paths, relative to this file.",
  },
  FileMissing: {
    meaning: "The file cannot be read.",
    remedy: "Correct the path; it is relative to the file that names it.",
  },
  ExtendsCycle: { meaning: "The files extend each other in a circle.", remedy: "Take one of the extends out." },
  NothingToRemove: {
    meaning: "null removes a key of a lower layer, but no lower layer has it.",
    remedy: "Take the line out, or correct the key.",
  },
});
