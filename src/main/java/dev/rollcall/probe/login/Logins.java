package dev.rollcall.probe.login;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.Right;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The logins of one run: of the rules that share an account one logs in at a time, and none after a
 * rejection, so that a run costs an account one failed login at most. Safe for concurrent use.
 */
public final class Logins {
  private final Memory memory;
  private final Map<String, Standing> accounts = new HashMap<>();
  private final Map<String, Set<String>> leads = new ConcurrentHashMap<>();

  public Logins(Memory memory) {
    this.memory = memory;
  }

  /** What is known of one account. */
  private static final class Standing {
    private final Semaphore free = new Semaphore(1, true);
    private final Map<String, Trial> trials = new HashMap<>();
    private final Map<Secret, Optional<Memory.Rejection>> recalled = new HashMap<>();
    private Optional<Memory.Rejection> rejection = Optional.empty();
  }

  /** Where a login was tried, and what came of it once it is known. */
  private record Trial(String at, Optional<Right> right) {}

  /**
   * Waits until nobody else logs in with the account.
   *
   * @return whether it is the caller's turn; it then ends with {@link #leave}
   */
  public boolean enter(Account account, Duration patience) throws InterruptedException {
    return of(account).free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  public void leave(Account account) {
    of(account).free.release();
  }

  /** What may be done in the caller's turn. */
  public sealed interface Leave {
    /** Go on. */
    record Granted() implements Leave {}

    /** No, and this is what stands. */
    record Settled(Right right) implements Leave {}

    /** No: this rule has shown them at another address, and need not again. */
    record Done() implements Leave {}
  }

  /**
   * Asks whether the credentials may be shown, and notes that they will be.
   *
   * @param place what may be tried once: the rule, or the rule at an address
   * @param at the address
   */
  public Leave ask(Grant grant, String place, String at) {
    Standing standing = of(grant.account());
    synchronized (standing) {
      Trial trial = standing.trials.get(place);
      if (trial != null) {
        return trial.right().filter(right -> trial.at().equals(at)).isPresent()
            ? new Leave.Settled(trial.right().get())
            : new Leave.Done();
      }
      if (standing.rejection.isPresent()) {
        return standing.rejection.get().rule().equals(grant.rule())
            ? new Leave.Done()
            : elsewhere(grant, standing.rejection.get());
      }
      // Last, as its hash is slow on purpose.
      Optional<Memory.Rejection> known =
          standing.recalled.computeIfAbsent(
              grant.secret(), secret -> memory.recall(grant.account(), secret));
      if (known.isPresent()) {
        return known.get().rule().equals(grant.rule())
            ? new Leave.Settled(new Right.Failed(grant.account().toString(), again(known.get())))
            : elsewhere(grant, known.get());
      }
      standing.trials.put(place, new Trial(at, Optional.empty()));
      return new Leave.Granted();
    }
  }

  /** What came of a login that was granted: it is told again to whoever asks again there. */
  public void tell(Grant grant, String place, String at, Right right) {
    Standing standing = of(grant.account());
    synchronized (standing) {
      standing.trials.put(place, new Trial(at, Optional.of(right)));
    }
  }

  private static Leave elsewhere(Grant grant, Memory.Rejection known) {
    return new Leave.Settled(
        new Right.Untried(
            grant.account().toString(),
            Right.Reason.REJECTED,
            "credential rejected by " + known.rule()));
  }

  private static Fault again(Memory.Rejection known) {
    Fault fault = known.fault();
    return new Fault(
        fault.phase(),
        fault.kind(),
        fault.evidence()
            + " (at "
            + known.at()
            + "; not tried again until the secret changes, so that the account is not locked)",
        fault.clue());
  }

  /** The credentials were accepted, whatever came of it afterwards. */
  public void accepted(Grant grant) {
    memory.forget(grant.account());
  }

  /**
   * The account was refused.
   *
   * @throws IOException if later runs will not know
   */
  public void rejected(Grant grant, Fault fault) throws IOException {
    Memory.Rejection rejection = new Memory.Rejection(grant.rule(), Instant.now(), fault);
    Standing standing = of(grant.account());
    synchronized (standing) {
      standing.rejection = Optional.of(rejection);
    }
    if (fault.clue().filter(Clue::rejectsSecret).isPresent()) {
      memory.remember(grant.account(), grant.secret(), rejection);
    }
  }

  /** A server that accepted the rule's credentials says where it goes on. */
  public void lead(Grant grant, String place) {
    leads.computeIfAbsent(grant.rule(), rule -> ConcurrentHashMap.newKeySet()).add(place);
  }

  /** Where the rule was led to. */
  public Set<String> leads(Grant grant) {
    return Set.copyOf(leads.getOrDefault(grant.rule(), Set.of()));
  }

  private Standing of(Account account) {
    synchronized (accounts) {
      return accounts.computeIfAbsent(account.key(), key -> new Standing());
    }
  }
}
