import { issueKinds } from "../core/issues";

export const kinds = issueKinds({
  StateShared: {
    meaning:
      "Two files have the same environment name and state bucket, and another account or region: each deploy of one would destroy what the other deployed.",
    remedy: "Give each file its own environment name, or its own bucket.",
  },
  StackNameShared: {
    meaning: "Two files of one command have the same environment name, so their stacks have the same names.",
    remedy: "Run the command for each file alone, or rename one environment.",
  },
  UnknownEngine: {
    meaning: "No engine of that name plans this pattern.",
    remedy: "Use one of the engines named in the message, or another pattern.",
  },
  OutsideResidency: {
    meaning: "A region of the environment is not among those that governance.residency allows.",
    remedy: "Take another region, or add it to governance.residency if the data may be there.",
  },
  SameRegion: {
    meaning: "The second region is the first one, so that both would be lost together.",
    remedy: "Name another region, or take backup.copyTo out.",
  },
  OtherPartition: {
    meaning: "The second region is of another partition of AWS, and S3 copies nothing from one into another.",
    remedy: "Name a region of the same partition.",
  },
  NothingToCopy: {
    meaning: "A second region is named, and the environment keeps nothing that could be copied there.",
    remedy: "Archive the messages of a system (backup.archive), let exports be daily, or take backup.copyTo out.",
  },
  NothingToKeep: {
    meaning: "It is said how long exports are kept, and there are none.",
    remedy: "Let exports be daily, or take exportRetention out.",
  },
  SaysNothing: {
    meaning: "The mapping is empty, so that nothing comes of it, whatever was meant.",
    remedy: "Say what is meant, backup: { archive: { retention: 400d } } for example, or take the key out.",
  },
  LockUnprotected: {
    meaning:
      "Buckets are locked only where deletion protection is on, so that a lock which nobody may lift would not be there at all.",
    remedy: "Leave deletion protection on, or take the lock out in this environment.",
  },
  ReasonMissing: {
    meaning: "A protection is switched off, and nobody says why.",
    remedy: "Write the reason beside it; it goes into the risk register.",
  },
  ReservedName: {
    meaning: "The name is one that Signalbox uses for a stack or resource of its own.",
    remedy: "Choose another name for the system.",
  },
  RemovedStateful: {
    meaning:
      "Something that holds messages or data stands in the committed inventory, and the file does not have it any more. Applying this would delete it with all it holds.",
    remedy:
      "Put it back; or name it under retired: with a reason and the day until when, and commit the new inventory after that day.",
  },
  RetiredUnknown: {
    meaning: "retired: names something that the inventory does not have, so the line does nothing.",
    remedy: "Correct the id (the inventory lists them all), or take the line out.",
  },
  RetiredStillThere: {
    meaning: "retired: names something that the file still has.",
    remedy: "Take the thing out of the file, or the line out of retired:.",
  },
  RetiredExpired: {
    meaning: "The day until which the removal could be applied is over.",
    remedy: "Write the inventory anew (signalbox check --write-inventory) and take the line out; or move the day.",
  },
  BadInventory: {
    meaning: "The committed inventory cannot be read, so nobody would notice what is removed.",
    remedy: "Take it back from version control; or delete it and write it anew with signalbox check --write-inventory.",
  },
  InventoryOutdated: {
    meaning:
      "The environment has something stateful that its committed inventory does not know, so its removal would not be noticed.",
    remedy: "Run signalbox check --write-inventory and commit the file.",
  },
});
