package dev.rollcall.engine;

import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.LoginNotes;
import dev.rollcall.probe.login.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A memory that a test can look into; it stands for the folder that several runs share. */
final class Remembering implements LoginNotes {
  final Map<String, Note> kept = new ConcurrentHashMap<>();
  final List<String> forgotten = Collections.synchronizedList(new ArrayList<>());
  final List<String> prepared = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> taken = new HashSet<>();

  /** Whether no note can be written. */
  volatile boolean full;

  /** How long it takes to look for a note, in milliseconds. */
  volatile long slow;

  /** How long the looks took so far, in nanoseconds. */
  final AtomicLong looked = new AtomicLong();

  private static String key(Account account, Secret secret) {
    return account.key() + " " + String.valueOf(secret.reveal());
  }

  @Override
  public void prepare(Account account, Secret secret) {
    prepared.add(account.key());
  }

  @Override
  public Optional<Hold> take(Account account) {
    synchronized (taken) {
      return taken.add(account.key()) ? Optional.of(new Held(account)) : Optional.empty();
    }
  }

  @Override
  public String holder(Account account) {
    return "check, process 4711";
  }

  private final class Held implements Hold {
    private final Account account;

    Held(Account account) {
      this.account = account;
    }

    @Override
    public Optional<Note> recall(Secret secret) throws IOException {
      long start = System.nanoTime();
      try {
        Thread.sleep(slow);
      } catch (InterruptedException e) {
        throw new IOException(e);
      } finally {
        looked.addAndGet(System.nanoTime() - start);
      }
      return Optional.ofNullable(kept.get(key(account, secret)));
    }

    @Override
    public void note(Secret secret, Note note) throws IOException {
      if (full) {
        throw new IOException("No space left on device");
      }
      kept.put(key(account, secret), note);
    }

    @Override
    public void drop(Secret secret) {
      kept.remove(key(account, secret));
    }

    @Override
    public void forget() {
      forgotten.add(account.key());
      kept.keySet().removeIf(key -> key.startsWith(account.key() + " "));
    }

    @Override
    public String files() {
      return "/state/refused-" + account.key();
    }

    @Override
    public void close() {
      synchronized (taken) {
        taken.remove(account.key());
      }
    }
  }
}
