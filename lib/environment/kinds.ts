import { issueKinds } from "../core/issues";

export const kinds = issueKinds({
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
      "Put it back; or name it under retired: with a reason and the day until when, deploy, and run signalbox check --write-inventory --deployed.",
  },
  ReplacedStateful: {
    meaning:
      "A thing that holds messages or data has the id of one in the committed inventory, and another kind or name: AWS changes neither, so the next deploy deletes the old one with all it holds and creates the new one.",
    remedy:
      "Change it back; or give the new one a name of its own, move producers and consumers, and retire the old one; or retire the id, where what it holds may be lost. Deletion protection has to be off for the deploy.",
  },
  ChangeRefused: {
    meaning:
      "A value goes back to what AWS or the broker refuses once the thing exists, so that the deploy would fail after it has begun.",
    remedy: "Take the value back, or go the way that the message names. accepted: does not help here.",
  },
  ChangeUnprepared: {
    meaning: "AWS or a function refuses the value until something is prepared by hand; until then the deploy fails.",
    remedy: "Take the value back; or prepare it as the message says, and name the value's path under accepted:.",
  },
  ChangeReplaces: {
    meaning: "Terraform can apply the value only by destroying the thing, with all it holds, and creating it again.",
    remedy: "Take the value back, or go the way that the message names, or name the value's path under accepted:.",
  },
  MessagesLost: {
    meaning: "With the new value messages, records or logs are deleted earlier, or no longer arrive.",
    remedy: "Take the value back, or name its path under accepted: with reason, owner and until.",
  },
  AcceptedUnknown: {
    meaning: "accepted: names a path at which the inventory guards no value, so the line does nothing.",
    remedy: "Correct the path, as the message of the refused change has it, or take the line out.",
  },
  AcceptedUnused: {
    meaning: "accepted: names a value that takes no step back, or one whose step back cannot be accepted.",
    remedy:
      "Take the line out. After the deploy that carried the change out, signalbox check --write-inventory --deployed has done its work.",
  },
  AcceptedExpired: {
    meaning: "The day until which the step back was accepted is over.",
    remedy:
      "Take the value back; or move the day. Where the change is deployed: move the day, run signalbox check --write-inventory --deployed, and take the line out.",
  },
  NetworkInUse: {
    meaning:
      "Brokers, search domains and the Firehose streams that deliver to them have network interfaces in the network. The foundation is deployed before the stacks that hold them, and EC2 deletes no subnet or security group that is in use.",
    remedy:
      "Keep network for now. Deploy the removal of the thing, run signalbox check --write-inventory --deployed, and remove network then.",
  },
  StackMoved: {
    meaning:
      "The region of a stack differs from the inventory's. Terraform would look for what the stack holds in the new region, find nothing, and forget it.",
    remedy:
      "Take the earlier region. Copies move in two deploys: remove backup.copyTo with retired: { copies: … }, deploy, then add the new region. For an environment in another region write a file with another environment name.",
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
    remedy:
      "Put the thing back; or move the day. Where the removal is deployed: move the day, run signalbox check --write-inventory --deployed, and take the line out.",
  },
  BadInventory: {
    meaning: "The committed inventory cannot be read, so nobody would notice what is removed.",
    remedy: "Take it back from version control; or delete it and write it anew with signalbox check --write-inventory.",
  },
  InventoryOutdated: {
    meaning:
      "The environment has something stateful, or a value, that its committed inventory does not have, so a removal or a step back would not be noticed.",
    remedy: "Run signalbox check --write-inventory and commit the file.",
  },
});
