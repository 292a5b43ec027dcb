package dev.rollcall.probe.login;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Exclusive use of an account for one login: first within this run, then on this host, then the
 * notes of earlier runs about the secret. Thread-safe.
 */
final class AccountLease implements AutoCloseable {
  private final LoginNotes memory;
  private final Duration patience;
  private final AccountState standing;
  private final Grant grant;
  private long since;
  private boolean alone;
  private boolean over;
  private Optional<LoginNotes.Hold> hold = Optional.empty();
  private Optional<SlowTask<Optional<LoginNotes.Note>>> recall = Optional.empty();
  private Optional<LoginNotes.Note> earlier = Optional.empty();
  private Optional<IOException> trouble = Optional.empty();

  /**
   * @param patience how long to wait for another run
   */
  AccountLease(LoginNotes memory, Duration patience, AccountState standing, Grant grant) {
    this.memory = memory;
    this.patience = patience;
    this.standing = standing;
    this.grant = grant;
  }

  /**
   * Continues to wait.
   *
   * @param look how long at most
   * @param known whether this run needs no login any more
   * @return whether the wait is over; false once this is closed, and the account is left to others
   */
  boolean enter(Duration look, BooleanSupplier known) throws InterruptedException {
    if (!alone(look)) {
      return false;
    }
    if (known.getAsBoolean()) {
      return true;
    }
    try {
      if (hold().isEmpty()) {
        Optional<LoginNotes.Hold> taken = memory.take(grant.account());
        if (taken.isEmpty()) {
          return outOfPatience(look);
        }
        if (!keep(taken.get())) {
          return false;
        }
      }
      return recalled(look);
    } catch (IOException e) {
      failed(e);
      return true;
    }
  }

  private boolean alone(Duration look) throws InterruptedException {
    synchronized (this) {
      if (alone) {
        return true;
      }
    }
    if (!standing.free.tryAcquire(look.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    synchronized (this) {
      if (over) {
        standing.free.release();
        return false;
      }
      alone = true;
      since = System.nanoTime();
    }
    return true;
  }

  private boolean outOfPatience(Duration look) throws InterruptedException {
    if (standing.busy() || System.nanoTime() - since > patience.toNanos()) {
      standing.foundBusy();
      return true;
    }
    TimeUnit.NANOSECONDS.sleep(look.toNanos());
    return false;
  }

  private synchronized boolean keep(LoginNotes.Hold taken) {
    if (over) {
      taken.close();
      return false;
    }
    hold = Optional.of(taken);
    return true;
  }

  private boolean recalled(Duration look) throws IOException, InterruptedException {
    if (recall.isEmpty()) {
      LoginNotes.Hold ours = hold.orElseThrow();
      recall = Optional.of(new SlowTask<>(() -> ours.recall(grant.secret())));
    }
    Optional<Optional<LoginNotes.Note>> found = recall.get().within(look);
    found.ifPresent(note -> earlier = note);
    return found.isPresent();
  }

  /** The lock on the account, while it is held. */
  synchronized Optional<LoginNotes.Hold> hold() {
    return over ? Optional.empty() : hold;
  }

  /** The note of an earlier run about the secret. */
  Optional<LoginNotes.Note> earlier() {
    return earlier;
  }

  /** The run that uses the account, in a phrase; empty if unknown. */
  String holder() {
    return memory.holder(grant.account());
  }

  /** Why notes cannot be stored, if so. */
  synchronized Optional<IOException> trouble() {
    return trouble;
  }

  synchronized void failed(IOException e) {
    trouble = Optional.of(e);
  }

  /** Releases the account. */
  @Override
  public void close() {
    Optional<LoginNotes.Hold> ours;
    boolean entered;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      ours = hold;
      entered = alone;
    }
    ours.ifPresent(LoginNotes.Hold::close);
    if (entered) {
      standing.free.release();
    }
  }
}
