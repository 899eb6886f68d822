import { issueKinds } from "../core/issues";

export const kinds = issueKinds({
  LockAboveRetention: {
    meaning: "Objects would be locked for longer than they are to be kept, so they could not be removed in time.",
    remedy: "Raise retention to at least the lock's, or shorten the lock.",
  },
  RestoreTestWithoutArchive: {
    meaning: "There is nothing to restore: without an archive no message is kept.",
    remedy: "Add backup.archive with a retention, or take restoreTest out.",
  },
  MaxAgeBelowInterval: {
    meaning: "The alarm on the last good restore would tell before the next restore test is due.",
    remedy: "Raise maxAge above how often restores are tested, or test more often.",
  },
});
