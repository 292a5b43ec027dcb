package dev.rollcall.probe.login;

import dev.rollcall.model.Fault;
import dev.rollcall.model.Right;
import dev.rollcall.probe.Daemons;
import dev.rollcall.probe.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * One login of one rule, from the wait for the account to its answer.
 *
 * <p>The moment in which the protocol reads the secret is the moment from which the login may count
 * at the server: before it, a note is on the disk that this secret got no answer. Only an answer
 * takes the note back or turns it into a rejection. So whatever ends the login, its run or this
 * host, the same secret is not sent again.
 *
 * <p>Safe for concurrent use: a library may read the secret in a thread of its own, and {@link
 * #close} may come from another thread while one hangs in the login.
 */
public final class LoginAttempt implements AutoCloseable {
  private final Memory memory;
  private final Duration patience;
  private final Standing standing;
  private final Grant grant;
  private final String place;
  private final String at;
  private final Object notes = new Object();
  private Instant began = Instant.now();
  private long since;
  private Optional<Memory.Hold> hold = Optional.empty();
  private Optional<FutureTask<Optional<Memory.Note>>> recall = Optional.empty();
  private Optional<Memory.Note> earlier = Optional.empty();
  private Optional<IOException> trouble = Optional.empty();
  private boolean entered;
  private boolean open;
  private boolean answered;
  private boolean over;

  /** What may be done once the account is ours. */
  public sealed interface Leave {
    /** Go on. */
    record Granted() implements Leave {}

    /** No, and this is what stands. */
    record Settled(Right right) implements Leave {}

    /** No: this rule has shown them at another address, and need not again. */
    record Done() implements Leave {}
  }

  LoginAttempt(
      Memory memory, Duration patience, Standing standing, Grant grant, String place, String at) {
    this.memory = memory;
    this.patience = patience;
    this.standing = standing;
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
    if (!alone(look)) {
      return false;
    }
    if (known().isPresent()) {
      return true;
    }
    try {
      if (held().isEmpty()) {
        Optional<Memory.Hold> taken = memory.take(grant.account());
        if (taken.isEmpty()) {
          return outOfPatience(look);
        }
        keep(taken.get());
      }
      return recalled(look);
    } catch (IOException e) {
      failedToNote(e);
      return true;
    }
  }

  private boolean outOfPatience(Duration look) throws InterruptedException {
    if (standing.busy() || System.nanoTime() - since > patience.toNanos()) {
      standing.foundBusy();
      return true;
    }
    TimeUnit.NANOSECONDS.sleep(look.toNanos());
    return false;
  }

  /** In a thread of its own, as it is slow on purpose and may wait for a disk. */
  private boolean recalled(Duration look) throws IOException, InterruptedException {
    if (recall.isEmpty()) {
      Memory.Hold ours = hold.orElseThrow();
      FutureTask<Optional<Memory.Note>> task = new FutureTask<>(() -> ours.recall(grant.secret()));
      recall = Optional.of(task);
      Daemons.named("login notes").newThread(task).start();
    }
    try {
      earlier = recall.get().get(look.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known
          ? known
          : new IOException(String.valueOf(e.getCause()), e);
    }
  }

  private boolean alone(Duration look) throws InterruptedException {
    synchronized (this) {
      if (entered) {
        return true;
      }
    }
    if (!standing.free.tryAcquire(look.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    synchronized (this) {
      if (over) {
        standing.free.release();
        throw new InterruptedException("the session has ended");
      }
      entered = true;
      since = System.nanoTime();
    }
    return true;
  }

  private synchronized void keep(Memory.Hold taken) throws InterruptedException {
    if (over) {
      taken.close();
      throw new InterruptedException("the session has ended");
    }
    hold = Optional.of(taken);
  }

  /** Whether the credentials may be shown. */
  public Leave ask() {
    Optional<Leave> known = known();
    if (known.isPresent()) {
      return known.get();
    }
    if (trouble().isPresent()) {
      return new Leave.Settled(unrecorded(trouble().get()));
    }
    if (held().isEmpty()) {
      String who = memory.holder(grant.account());
      return new Leave.Settled(
          untried(
              Right.Reason.BUSY,
              "another run is logging in with this account"
                  + (who.isEmpty() ? "" : " (" + who + ")")));
    }
    if (earlier.isPresent()) {
      String files = held().map(Memory.Hold::files).orElse("");
      return new Leave.Settled(
          earlier.get().rule().equals(grant.rule())
              ? NoteText.again(grant.account(), earlier.get(), files)
              : NoteText.elsewhere(grant.account(), earlier.get(), files));
    }
    standing.tried(place, new Standing.Trial(at, Optional.empty()));
    return new Leave.Granted();
  }

  /** What this run knows by itself. */
  private Optional<Leave> known() {
    Optional<Standing.Trial> trial = standing.trial(place);
    if (trial.isPresent()) {
      return Optional.of(
          trial
              .get()
              .right()
              .filter(right -> trial.get().at().equals(at))
              .<Leave>map(Leave.Settled::new)
              .orElseGet(Leave.Done::new));
    }
    return standing
        .barred()
        .map(
            barred ->
                barred.note().rule().equals(grant.rule())
                    ? new Leave.Done()
                    : new Leave.Settled(
                        NoteText.elsewhere(grant.account(), barred.note(), barred.files())));
  }

  /**
   * The secret, for the protocol that shows it. To read it is to note the login first; where that
   * cannot be done, or the login is over, the secret cannot be read.
   *
   * @param ended whether the login is to end, so that it must not begin
   */
  public Secret secret(BooleanSupplier ended) {
    return grant.secret().after(() -> note(ended));
  }

  private void note(BooleanSupplier ended) {
    synchronized (notes) {
      Memory.Hold ours;
      synchronized (this) {
        if (over || hold.isEmpty() || ended.getAsBoolean()) {
          throw new IllegalStateException("the login has ended");
        }
        ours = hold.get();
        if (open && !answered) {
          return;
        }
        open = true;
        answered = false;
        began = Instant.now();
      }
      try {
        ours.note(grant.secret(), unfinished());
      } catch (IOException e) {
        failedToNote(e);
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
    Optional<Memory.Hold> ours = end();
    if (ours.isPresent()) {
      try {
        ours.get().forget();
      } catch (IOException stays) {
        // The next run says that the login was not answered, and names the file.
      }
    }
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
  public Right failed(Fault fault, boolean cut) {
    if (trouble().isPresent()) {
      return unrecorded(trouble().get());
    }
    Memory.Note note =
        cut ? unfinished() : new Memory.Note(grant.rule(), unfinished().at(), Optional.of(fault));
    boolean unknown = unknown() && !note.rejected();
    if (unknown || note.rejected()) {
      try {
        if (held().isPresent()) {
          held().get().note(grant.secret(), note);
        }
      } catch (IOException stays) {
        // The note from before the secret was sent bars it as well.
      }
    }
    String files = held().map(Memory.Hold::files).orElse("");
    if (unknown || fault.rejectsAccount()) {
      standing.bar(note, files);
    }
    if (unknown || note.rejected()) {
      end();
    }
    return new Right.Failed(
        grant.account().toString(), unknown ? NoteText.open(fault, files) : fault);
  }

  /** What came of it: said again where the same is asked again. */
  public void tell(Right right) {
    standing.tried(place, new Standing.Trial(at, Optional.of(right)));
  }

  /** The hold, if the login was not over; nothing is open from here on. */
  private synchronized Optional<Memory.Hold> end() {
    open = false;
    return over ? Optional.empty() : hold;
  }

  private synchronized Memory.Note unfinished() {
    return new Memory.Note(grant.rule(), began, Optional.empty());
  }

  private synchronized boolean unknown() {
    return open && !answered && !over;
  }

  private synchronized Optional<Memory.Hold> held() {
    return over ? Optional.empty() : hold;
  }

  /** Whether the secret could not be read, as the login could not be noted. */
  public boolean unrecorded() {
    return trouble().isPresent();
  }

  private synchronized Optional<IOException> trouble() {
    return trouble;
  }

  private synchronized void failedToNote(IOException e) {
    trouble = Optional.of(e);
  }

  private Right unrecorded(IOException e) {
    return untried(
        Right.Reason.UNRECORDED,
        "the login could not be noted before it was made ("
            + Text.safe(String.valueOf(e.getMessage()))
            + ")");
  }

  private Right untried(Right.Reason reason, String why) {
    return new Right.Untried(grant.account().toString(), reason, why);
  }

  /**
   * Ends it, and lets others have the account. A login that is open stays noted as one without an
   * answer.
   */
  @Override
  public void close() {
    Optional<Memory.Hold> ours;
    boolean free;
    synchronized (this) {
      if (over) {
        return;
      }
      if (unknown()) {
        standing.bar(unfinished(), hold.map(Memory.Hold::files).orElse(""));
      } else if (open) {
        takeBack();
      }
      over = true;
      ours = hold;
      free = entered;
    }
    ours.ifPresent(Memory.Hold::close);
    if (free) {
      standing.free.release();
    }
  }

  private void takeBack() {
    try {
      if (hold.isPresent()) {
        hold.get().drop(grant.secret());
      }
    } catch (IOException stays) {
      // The next run says that the login was not answered, and names the file.
    }
  }
}
