import { issueKinds } from "../core/issues";

export const kinds = issueKinds({
  YamlSyntax: { meaning: "The text is not YAML.", remedy: "Correct the line named; indentation is by spaces." },
  DuplicateKey: {
    meaning: "A mapping has the same key twice, so one of the values would be lost.",
    remedy: "Keep one of them.",
  },
  BadKey: {
    meaning: "A key is not a text, or is a name that JavaScript reserves (__proto__).",
    remedy: "Write the key in quotes, or use another name.",
  },
  BadMerge: {
    meaning: "The merge key << has a value that is no mapping, so nothing would be merged.",
    remedy: "Merge an alias of a mapping, <<: *base, or a list of such aliases.",
  },
  UnknownTag: { meaning: "The value has a YAML tag that means nothing here.", remedy: "Take the tag out." },
  TooManyAliases: {
    meaning: "The file's aliases would unfold to far more than the file.",
    remedy: "Use fewer aliases of aliases.",
  },
  AliasCycle: {
    meaning: "An alias is inside the value that its own anchor names, so that the value has no end.",
    remedy: "Move the alias out of the value, or name another anchor.",
  },
  TooDeep: {
    meaning: "Mappings and lists nest deeper than any environment needs.",
    remedy: "Flatten the value; the nesting is most likely a mistake of a template.",
  },
  SeveralDocuments: { meaning: "The file holds more than one YAML document.", remedy: "Keep one document a file." },
  EmptyFile: { meaning: "The file says nothing.", remedy: "Write at least environment:, aws:, state: and owner:." },
  NotAMapping: { meaning: "The file is not a mapping of keys to values.", remedy: "Start it with key: value." },
  BadExtends: {
    meaning: "extends names no file.",
    remedy: "Write the path of a file, or a list of paths, relative to this file.",
  },
  FileMissing: {
    meaning: "There is no such file.",
    remedy: "Correct the path; it is relative to the file that names it.",
  },
  NotAFile: {
    meaning: "The path is a folder, a pipe or a device; only regular files are read.",
    remedy: "Name a YAML file.",
  },
  FileTooLarge: {
    meaning: "The file is larger than 10 MB; no environment needs as much.",
    remedy: "Name the right file, or split the environment into several.",
  },
  FileUnreadable: {
    meaning: "The operating system refuses to read or write the file.",
    remedy: "Correct the path or the file's permissions.",
  },
  BadEncoding: {
    meaning: "The file is no UTF-8 text.",
    remedy: "Save it as UTF-8; UTF-16 and binary files are not read.",
  },
  ExtendsCycle: {
    meaning: "The files extend each other in a circle, or in a chain of more than 100 files.",
    remedy: "Take one of the extends out.",
  },
  SiblingConflict: {
    meaning: "Two layers set the same key to different values, and neither extends the other.",
    remedy: "Set the key in one of them, or in a file that extends both.",
  },
  NothingToRemove: {
    meaning: "null removes a key of a lower layer, but no lower layer has it.",
    remedy: "Take the line out, or correct the key.",
  },
});
