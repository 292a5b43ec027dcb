package dev.rollcall.probe.login;

import dev.rollcall.model.attempt.LoginResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The state of one account within a run. Thread-safe. */
final class AccountState {
  /** Rules that share the account log in one at a time. */
  final Semaphore free = new Semaphore(1, true);

  private final Map<String, Trial> trials = new HashMap<>();
  private Optional<Barred> barred = Optional.empty();
  private boolean busy;

  /** A login: its address, and its result once it is known. */
  record Trial(String at, Optional<LoginResult> right) {}

  /**
   * Why this run no longer logs in with the account.
   *
   * @param files to delete for another try; empty if there are none
   */
  record Barred(LoginNotes.Note note, String files) {}

  synchronized Optional<Trial> trial(String place) {
    return Optional.ofNullable(trials.get(place));
  }

  synchronized void tried(String place, Trial trial) {
    trials.put(place, trial);
  }

  synchronized Optional<Barred> barred() {
    return barred;
  }

  /** The first reason counts. */
  synchronized void bar(LoginNotes.Note note, String files) {
    barred = barred.or(() -> Optional.of(new Barred(note, files)));
  }

  /** Whether another run used the account for so long that this one no longer waits. */
  synchronized boolean busy() {
    return busy;
  }

  synchronized void foundBusy() {
    busy = true;
  }
}
