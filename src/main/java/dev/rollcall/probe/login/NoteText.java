package dev.rollcall.probe.login;

import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Texts for a login that an earlier one prevents. */
final class NoteText {
  private NoteText() {}

  /**
   * For the rule of that login.
   *
   * @param files to delete for another try; empty if there are none
   */
  static LoginResult again(Account account, LoginNotes.Note note, String files) {
    Optional<Fault> fault = note.fault();
    if (fault.isEmpty()) {
      return new LoginResult.Untried(
          account.toString(),
          LoginResult.Reason.UNANSWERED,
          unanswered("an earlier login", note, files));
    }
    String evidence =
        note.rejected()
            ? refused(note, files)
            : unanswered("an earlier login with this password", note, files);
    // A login that got no answer is no sign of a broken path, whatever broke off.
    Phase phase = note.rejected() ? fault.get().phase() : Phase.AUTHENTICATE;
    return new LoginResult.Failed(
        account.toString(), new Fault(phase, fault.get().kind(), evidence, fault.get().clue()));
  }

  /** For another rule with the same account. */
  static LoginResult elsewhere(Account account, LoginNotes.Note note, String files) {
    return note.fault().filter(Fault::rejectsAccount).isPresent()
        ? new LoginResult.Untried(
            account.toString(),
            LoginResult.Reason.REJECTED,
            "credential rejected by " + note.rule())
        : new LoginResult.Untried(
            account.toString(),
            LoginResult.Reason.UNANSWERED,
            unanswered("the login of " + note.rule() + " with this account", note, files));
  }

  /** For the login itself, when its answer did not come. */
  static Fault open(Fault fault, String files) {
    return new Fault(
        fault.phase(),
        fault.kind(),
        fault.evidence()
            + "; this login may have been counted as failed and is not repeated"
            + remedy(files),
        fault.clue());
  }

  private static String refused(LoginNotes.Note note, String files) {
    String what =
        note.fault().flatMap(Fault::clue).filter(Clue.PASSWORD_EXPIRED::equals).isPresent()
            ? "the password was refused as expired"
            : "the user or the password was refused";
    return what
        + at(note)
        + "; not tried again until the secret changes"
        + (files.isEmpty() ? "" : " or until you delete " + files)
        + ", so that the account is not locked";
  }

  private static String unanswered(String login, LoginNotes.Note note, String files) {
    return login
        + at(note)
        + how(note)
        + "; it may have been counted as failed and is not repeated"
        + remedy(files);
  }

  private static String how(LoginNotes.Note note) {
    if (note.fault().isEmpty()) {
      return " ended before its answer came";
    }
    Fault fault = note.fault().get();
    return switch (fault.kind()) {
      case DENIED, UNEXPECTED, MALFORMED ->
          " got an answer that does not say whether the password is right (" + fault.kind() + ")";
      default -> " got no answer (" + fault.kind() + ")";
    };
  }

  private static String at(LoginNotes.Note note) {
    return " (" + note.at().truncatedTo(ChronoUnit.SECONDS) + ")";
  }

  private static String remedy(String files) {
    return files.isEmpty() ? "" : "; delete " + files + " to try again, or change the password";
  }
}
