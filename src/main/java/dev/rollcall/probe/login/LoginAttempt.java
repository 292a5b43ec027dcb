package dev.rollcall.probe.login;

import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.text.PeerText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One login of one rule, from the wait for the account to its answer.
 *
 * <p>From the moment in which the protocol reads the secret, the server may count the login. Before
 * that, a note is stored that this secret got no answer. Only an answer removes the note or makes
 * it a rejection. So whatever ends the login, its run or this host, the same secret is not sent
 * again.
 *
 * <p>Safe for concurrent use: a library may read the secret in a thread of its own, and {@link
 * #close} may come from another thread while one hangs in the login.
 */
public final class LoginAttempt implements AutoCloseable {
  private final AccountLease lease;
  private final AccountState state;
  private final Grant grant;
  private final String place;
  private final String at;
  private final Object notes = new Object();
  private Instant began = Instant.now();
  private boolean open;
  private boolean answered;
  private boolean over;

  /** What may be done once the account is locked. */
  public sealed interface Permission {
    /** Go on. */
    record Granted() implements Permission {}

    /** No: this is the result. */
    record Settled(LoginResult right) implements Permission {}

    /** No: this rule logged in at another address already. */
    record TriedElsewhere() implements Permission {}
  }

  LoginAttempt(AccountLease lease, AccountState state, Grant grant, String place, String at) {
    this.lease = lease;
    this.state = state;
    this.grant = grant;
    this.place = place;
    this.at = at;
  }

  /**
   * Waits until no other rule of this run and no other run on this host logs in with the account.
   *
   * @param look how long to wait at most before the caller looks whether to go on
   * @return false if the caller is to call again; otherwise {@link #ask} says what may be done
   */
  public boolean enter(Duration look) throws InterruptedException {
    return lease.enter(look, () -> known().isPresent());
  }

  /** Whether the credentials may be shown. */
  public Permission ask() {
    Optional<Permission> known = known();
    if (known.isPresent()) {
      return known.get();
    }
    if (lease.trouble().isPresent()) {
      return new Permission.Settled(unrecorded(lease.trouble().get()));
    }
    if (lease.hold().isEmpty()) {
      String who = lease.holder();
      return new Permission.Settled(
          untried(
              LoginResult.Reason.BUSY,
              "another run is logging in with this account"
                  + (who.isEmpty() ? "" : " (" + who + ")")));
    }
    if (lease.earlier().isPresent()) {
      LoginNotes.Note earlier = lease.earlier().get();
      return new Permission.Settled(
          earlier.rule().equals(grant.rule())
              ? NoteText.again(grant.account(), earlier, files())
              : NoteText.elsewhere(grant.account(), earlier, files()));
    }
    state.tried(place, new AccountState.Trial(at, Optional.empty()));
    return new Permission.Granted();
  }

  /** What this run knows by itself. */
  private Optional<Permission> known() {
    Optional<AccountState.Trial> trial = state.trial(place);
    if (trial.isPresent()) {
      return Optional.of(
          trial
              .get()
              .right()
              .filter(right -> trial.get().at().equals(at))
              .<Permission>map(Permission.Settled::new)
              .orElseGet(Permission.TriedElsewhere::new));
    }
    return state
        .barred()
        .map(
            barred ->
                barred.note().rule().equals(grant.rule())
                    ? new Permission.TriedElsewhere()
                    : new Permission.Settled(
                        NoteText.elsewhere(grant.account(), barred.note(), barred.files())));
  }

  /**
   * The secret, for the protocol that sends it. Reading it stores a note first; if that fails, or
   * the login is over, the secret cannot be read.
   *
   * @param ended whether the login is to end, so that it must not begin
   */
  public Secret secret(BooleanSupplier ended) {
    return grant.secret().after(() -> note(ended));
  }

  private void note(BooleanSupplier ended) {
    synchronized (notes) {
      LoginNotes.Hold ours;
      synchronized (this) {
        if (over || lease.hold().isEmpty() || ended.getAsBoolean()) {
          throw new IllegalStateException("the login has ended");
        }
        if (open && !answered) {
          return;
        }
        ours = lease.hold().get();
        open = true;
        answered = false;
        began = Instant.now();
      }
      try {
        ours.note(grant.secret(), unfinished());
      } catch (IOException e) {
        lease.failed(e);
        answered();
        throw new UncheckedIOException(e);
      }
      if (ended.getAsBoolean()) {
        answered();
        throw new IllegalStateException("the login has ended");
      }
    }
  }

  /** The server has accepted the credentials, whatever comes of it afterwards. */
  public void accepted() {
    synchronized (this) {
      open = false;
    }
    change(LoginNotes.Hold::forget);
  }

  /**
   * No login is open at the server: it has answered in a way that does not count as a failed login,
   * or nothing made from the secret was sent.
   */
  public synchronized void answered() {
    answered = true;
  }

  /**
   * The login has failed.
   *
   * @param cut whether this run itself ended it, so that the fault says nothing of the server
   * @return what to report
   */
  public LoginResult failed(Fault fault, boolean cut) {
    if (lease.trouble().isPresent()) {
      return unrecorded(lease.trouble().get());
    }
    LoginNotes.Note note =
        cut
            ? unfinished()
            : new LoginNotes.Note(grant.rule(), unfinished().at(), Optional.of(fault));
    boolean unknown = unknown() && !note.rejected();
    if (unknown || note.rejected()) {
      change(hold -> hold.note(grant.secret(), note));
      synchronized (this) {
        open = false;
      }
    }
    if (unknown || fault.rejectsAccount()) {
      state.bar(note, files());
    }
    return new LoginResult.Failed(
        grant.account().toString(), unknown ? NoteText.open(fault, files()) : fault);
  }

  /** The result, which is also returned for the same login again. */
  public void tell(LoginResult right) {
    state.tried(place, new AccountState.Trial(at, Optional.of(right)));
  }

  /** A change of the notes. */
  @FunctionalInterface
  private interface Change {
    void make(LoginNotes.Hold hold) throws IOException;
  }

  /**
   * Changes the notes once the login has its answer. Where that fails, the note from before the
   * secret was sent stays, and names its file in the next run.
   */
  private void change(Change change) {
    try {
      if (lease.hold().isPresent()) {
        change.make(lease.hold().get());
      }
    } catch (IOException stays) {
      // See above.
    }
  }

  private synchronized LoginNotes.Note unfinished() {
    return new LoginNotes.Note(grant.rule(), began, Optional.empty());
  }

  private synchronized boolean unknown() {
    return open && !answered && !over;
  }

  private String files() {
    return lease.hold().map(LoginNotes.Hold::files).orElse("");
  }

  /** Whether the secret could not be read, as the login could not be noted. */
  public boolean unrecorded() {
    return lease.trouble().isPresent();
  }

  private LoginResult unrecorded(IOException e) {
    return untried(
        LoginResult.Reason.UNRECORDED,
        "the login could not be noted before it was made ("
            + PeerText.safe(String.valueOf(e.getMessage()))
            + ")");
  }

  private LoginResult untried(LoginResult.Reason reason, String why) {
    return new LoginResult.Untried(grant.account().toString(), reason, why);
  }

  /**
   * Ends it, and releases the account. A login that is open stays noted as one without an answer.
   */
  @Override
  public void close() {
    boolean unused;
    synchronized (this) {
      if (over) {
        return;
      }
      if (unknown()) {
        state.bar(unfinished(), files());
      }
      unused = open && answered;
      over = true;
    }
    if (unused) {
      change(hold -> hold.drop(grant.secret()));
    }
    lease.close();
  }
}
