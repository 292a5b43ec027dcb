package dev.rollcall.probe.login;

import dev.rollcall.model.attempt.Right;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** What one run knows of one account. Safe for concurrent use. */
final class AccountState {
  /** Of the rules that share the account, one logs in at a time. */
  final Semaphore free = new Semaphore(1, true);

  private final Map<String, Trial> trials = new HashMap<>();
  private Optional<Barred> barred = Optional.empty();
  private boolean busy;

  /** Where a login was tried, and what came of it once that is known. */
  record Trial(String at, Optional<Right> right) {}

  /**
   * Why no rule of this run logs in with the account any more.
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

  /** The first reason stands. */
  synchronized void bar(LoginNotes.Note note, String files) {
    barred = barred.or(() -> Optional.of(new Barred(note, files)));
  }

  /** Whether another run had the account for so long that this one no longer waits for it. */
  synchronized boolean busy() {
    return busy;
  }

  synchronized void foundBusy() {
    busy = true;
  }
}
