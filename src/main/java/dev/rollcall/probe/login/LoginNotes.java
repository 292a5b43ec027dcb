package dev.rollcall.probe.login;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Failed logins of all runs on this host. One run at a time uses an account: it reads the notes,
 * stores its login before it sends the secret, and records the answer.
 */
public interface LoginNotes {
  /** Stores nothing, and never waits. */
  LoginNotes NONE = account -> Optional.of(Hold.NONE);

  /**
   * A login that was not accepted.
   *
   * @param rule of the login
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
   * Computes beforehand what is slow in {@link Hold#recall} and {@link Hold#note}; needs no lock.
   *
   * @throws IOException if the notes cannot be read
   */
  default void prepare(Account account, Secret secret) throws IOException {}

  /**
   * Locks an account for one login, if no other run on this host uses it.
   *
   * @return empty if another run uses it
   * @throws IOException if that is not known
   */
  Optional<Hold> take(Account account) throws IOException;

  /** The run that uses the account, in a phrase; empty if unknown. */
  default String holder(Account account) {
    return "";
  }

  /** An account that is locked on this host. Thread-safe. */
  interface Hold extends AutoCloseable {
    /** Stores nothing. */
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
     * The note about this secret; slow on purpose.
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
     * Removes the note of this secret.
     *
     * @throws IOException if it stays
     */
    void drop(Secret secret) throws IOException;

    /**
     * Removes all notes of the account, as a secret of it was accepted.
     *
     * @throws IOException if one stays
     */
    void forget() throws IOException;

    /** The files to delete for another try, in a phrase; empty if there are none. */
    String files();

    /** Releases the account. */
    @Override
    void close();
  }
}
