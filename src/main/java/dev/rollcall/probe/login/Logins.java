package dev.rollcall.probe.login;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The logins of one run: of the rules that share an account one logs in at a time, and none after a
 * login that was refused or got no answer, so that a run costs an account one failed login at most.
 * Safe for concurrent use.
 */
public final class Logins {
  /** How long a run waits for another one that logs in with the same account. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LoginNotes memory;
  private final Duration patience;
  private final Map<String, AccountState> accounts = new HashMap<>();
  private final Map<Grant, SlowTask<Boolean>> slow = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> leads = new ConcurrentHashMap<>();

  public Logins(LoginNotes memory) {
    this(memory, PATIENCE);
  }

  /**
   * @param patience how long to wait for another run that logs in with the same account
   */
  public Logins(LoginNotes memory, Duration patience) {
    this.memory = memory;
    this.patience = patience;
  }

  /**
   * Does beforehand what is slow in the rule's logins, once in a run, so that no server waits for
   * it.
   *
   * @param look how long to wait at most
   * @return whether it is done
   */
  public boolean prepared(Grant grant, Duration look) throws InterruptedException {
    try {
      return slow.computeIfAbsent(
              grant,
              any ->
                  new SlowTask<>(
                      () -> {
                        memory.prepare(grant.account(), grant.secret());
                        return true;
                      }))
          .within(look)
          .isPresent();
    } catch (IOException e) {
      // The login itself finds that.
      return true;
    }
  }

  /**
   * Prepares one login; nothing is sent or noted yet.
   *
   * @param place what may be tried once: the rule, or the rule at an address
   * @param at the address
   */
  public LoginAttempt attempt(Grant grant, String place, String at) {
    AccountState standing = standing(grant.account());
    AccountLease turn = new AccountLease(memory, patience, standing, grant);
    return new LoginAttempt(turn, standing, grant, place, at);
  }

  /** A server that accepted the rule's credentials says where it goes on. */
  public void lead(Grant grant, String place) {
    leads.computeIfAbsent(grant.rule(), rule -> ConcurrentHashMap.newKeySet()).add(place);
  }

  /** Where the rule was led to. */
  public Set<String> leads(Grant grant) {
    return Set.copyOf(leads.getOrDefault(grant.rule(), Set.of()));
  }

  private AccountState standing(Account account) {
    synchronized (accounts) {
      return accounts.computeIfAbsent(account.key(), key -> new AccountState());
    }
  }
}
