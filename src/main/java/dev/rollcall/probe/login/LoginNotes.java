package dev.rollcall.probe.login;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * What all runs on this host know of logins that were not accepted. One run at a time has an
 * account: it looks what is known, notes its login before it sends the secret, and records the
 * answer.
 */
public interface LoginNotes {
  /** Remembers nothing, and never waits. */
  LoginNotes NONE = account -> Optional.of(Hold.NONE);

  /**
   * A login that was not accepted.
   *
   * @param rule whose login it was
   * @param at wall clock
   * @param fault how it ended; empty while it is under way, and for good if its run ended before it
   */
  record Note(String rule, Instant at, Optional<Fault> fault) {
    /** Whether the server refused this secret; if not, its answer is not known. */
    public boolean rejected() {
      return fault.flatMap(Fault::clue).filter(Clue::rejectsSecret).isPresent();
    }
  }

  /**
   * Takes an account for one login, if no other run on this host has it.
   *
   * @return empty if another one has it
   * @throws IOException if that cannot be told
   */
  Optional<Hold> take(Account account) throws IOException;

  /** Which other run has the account, in a phrase; empty if that is not known. */
  default String holder(Account account) {
    return "";
  }

  /** An account that no other run on this host logs in with. Safe for concurrent use. */
  interface Hold extends AutoCloseable {
    /** Remembers nothing. */
    Hold NONE =
        new Hold() {
          @Override
          public Optional<Note> recall(Secret secret) {
            return Optional.empty();
          }

          @Override
          public void note(Secret secret, Note note) {}

          @Override
          public void drop(Secret secret) {}

          @Override
          public void forget() {}

          @Override
          public String files() {
            return "";
          }

          @Override
          public void close() {}
        };

    /**
     * What is known of this very secret; slow on purpose.
     *
     * @throws IOException if that cannot be read
     */
    Optional<Note> recall(Secret secret) throws IOException;

    /**
     * Notes a login with this secret, in place of a former note of the same secret. It is on the
     * disk when this returns.
     *
     * @throws IOException if it cannot be noted
     */
    void note(Secret secret, Note note) throws IOException;

    /**
     * Takes the note of this secret back.
     *
     * @throws IOException if it stays
     */
    void drop(Secret secret) throws IOException;

    /**
     * Takes all notes of the account back, as a secret of it was accepted.
     *
     * @throws IOException if one stays
     */
    void forget() throws IOException;

    /** The files to delete for another try, in a phrase; empty if there are none. */
    String files();

    /** Lets other runs have the account. */
    @Override
    void close();
  }
}
