package dev.rollcall.history.failedlogins;

import dev.rollcall.history.store.HistoryFiles;
import dev.rollcall.history.store.Lock;
import dev.rollcall.probe.login.LoginNotes;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The stored failed logins of one account, for the process that holds its locks. The file is the
 * same in every folder and written atomically.
 *
 * <p>{@link #close} waits for nothing. A change that is under way then keeps the locks until it has
 * ended, and none begins afterwards: it would change the notes of the run that has the account now.
 */
final class AccountNotes implements LoginNotes.Hold {
  /** The most secrets of one account that are stored. */
  private static final int MOST = 16;

  private static final Duration SHARED_FOR = Duration.ofDays(365);

  private final String account;
  private final List<Place> files;
  private final List<Lock> locks;
  private final Fingerprints fingerprints;
  private volatile List<Path> present = List.of();
  private List<Path> kept = List.of();
  private final Object use = new Object();
  private boolean changing;
  private boolean closed;
  private boolean same;

  /**
   * A file in a folder.
   *
   * @param former the file of earlier versions, which another account may have now
   * @param formerAccount the account as it is named there
   * @param shared whether accounts of several servers may have used that file: each copies it, and
   *     none deletes it before the others had a year to do so
   */
  record Place(HistoryFiles folder, Path file, Path former, String formerAccount, boolean shared) {
    /** The account's logins. */
    List<FailedLoginFile.Login> own(String account) throws IOException {
      Optional<FailedLoginFile> own = FailedLoginFile.read(folder, file);
      if (own.filter(content -> !content.account().equals(account)).isPresent()) {
        throw new IOException(
            file + " stores failed logins of another account: give it its own name back");
      }
      return own.map(FailedLoginFile::logins).orElse(List.of());
    }

    /** What an earlier version stored. */
    List<FailedLoginFile.Login> formerLogins() throws IOException {
      return FailedLoginFile.read(folder, former)
          .filter(content -> content.isFormer() && content.account().equals(formerAccount))
          .map(FailedLoginFile::logins)
          .orElse(List.of());
    }

    /** Deletes what an earlier version stored of the account, and nothing of another one. */
    void deleteFormer() throws IOException {
      if (!shared && !formerLogins().isEmpty()) {
        folder.delete(former);
      }
    }

    /** Deletes a shared file whose logins are all from before that time. */
    void deleteShared(Instant before) throws IOException {
      List<FailedLoginFile.Login> old = shared ? formerLogins() : List.of();
      if (!old.isEmpty() && old.stream().allMatch(each -> each.note().at().isBefore(before))) {
        folder.delete(former);
      }
    }
  }

  /** Work that changes the files. */
  private interface Change {
    void make() throws IOException;
  }

  AccountNotes(String account, List<Place> files, List<Lock> locks, Fingerprints fingerprints) {
    this.account = account;
    this.files = List.copyOf(files);
    this.locks = List.copyOf(locks);
    this.fingerprints = fingerprints;
  }

  /**
   * Computes the hashes of the secret that {@link #recall} and {@link #note} need; reads only, so
   * that it needs no lock.
   */
  synchronized void hash(Secret secret) throws IOException {
    for (FailedLoginFile.Login login : logins()) {
      fingerprints.same(login.hash(), secret);
    }
    fingerprints.of(secret);
  }

  @Override
  public synchronized Optional<LoginNotes.Note> recall(Secret secret) throws IOException {
    change(
        () -> {
          for (Place file : files) {
            removeTemporary(file);
          }
        });
    List<LoginNotes.Note> found = new ArrayList<>();
    List<FailedLoginFile.Login> logins = logins();
    if (!logins.isEmpty() && !same) {
      write(logins);
    }
    for (FailedLoginFile.Login login : logins) {
      if (fingerprints.same(login.hash(), secret)) {
        found.add(login.note());
      }
    }
    fingerprints.of(secret);
    return found.stream()
        .filter(LoginNotes.Note::rejected)
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  @Override
  public synchronized void note(Secret secret, LoginNotes.Note note) throws IOException {
    List<FailedLoginFile.Login> logins = without(secret);
    logins.add(FailedLoginFile.Login.of(note, fingerprints.of(secret)));
    write(logins.subList(Math.max(0, logins.size() - MOST), logins.size()), Optional.of(note.at()));
  }

  @Override
  public synchronized void drop(Secret secret) throws IOException {
    List<FailedLoginFile.Login> logins = without(secret);
    if (logins.isEmpty()) {
      forget();
    } else {
      write(logins);
    }
  }

  @Override
  public synchronized void forget() throws IOException {
    change(
        () -> {
          for (Place at : files) {
            at.folder().delete(at.file());
            at.deleteFormer();
          }
          present = List.of();
        });
  }

  @Override
  public String files() {
    return present.stream()
        .map(file -> Printable.line(file.toString()))
        .collect(Collectors.joining(" and "));
  }

  @Override
  public void close() {
    synchronized (use) {
      if (closed) {
        return;
      }
      closed = true;
      if (changing) {
        return;
      }
    }
    Lock.release(locks);
  }

  /** Makes a change while the account is locked; the callers make one at a time. */
  private void change(Change change) throws IOException {
    synchronized (use) {
      if (closed) {
        throw new IOException("another run may use the account now");
      }
      changing = true;
    }
    try {
      change.make();
    } finally {
      boolean last;
      synchronized (use) {
        changing = false;
        last = closed;
      }
      if (last) {
        Lock.release(locks);
      }
    }
  }

  private List<FailedLoginFile.Login> without(Secret secret) throws IOException {
    List<FailedLoginFile.Login> others = new ArrayList<>();
    for (FailedLoginFile.Login login : logins()) {
      if (!fingerprints.same(login.hash(), secret)) {
        others.add(login);
      }
    }
    return others;
  }

  /** The logins in all folders, each once. */
  private List<FailedLoginFile.Login> logins() throws IOException {
    List<FailedLoginFile.Login> all = new ArrayList<>();
    Set<List<FailedLoginFile.Login>> versions = new HashSet<>();
    boolean any = false;
    boolean moved = true;
    List<Path> shared = new ArrayList<>();
    for (Place at : files) {
      List<FailedLoginFile.Login> former = at.formerLogins();
      List<FailedLoginFile.Login> own = at.own(account);
      boolean copied = at.shared() && own.containsAll(former);
      List<FailedLoginFile.Login> logins = new ArrayList<>(copied ? List.of() : former);
      logins.addAll(own);
      any |= !logins.isEmpty();
      moved &= copied || former.isEmpty();
      if (at.shared() && !former.isEmpty()) {
        shared.add(at.former());
      }
      versions.add(logins);
      logins.stream().filter(login -> !all.contains(login)).forEach(all::add);
    }
    same = versions.size() == 1 && moved;
    kept = List.copyOf(shared);
    present = any ? toDelete() : List.of();
    return all;
  }

  /** A shared file would be copied again. */
  private List<Path> toDelete() {
    return Stream.concat(files.stream().map(Place::file), kept.stream()).toList();
  }

  private void write(List<FailedLoginFile.Login> logins) throws IOException {
    write(logins, Optional.empty());
  }

  /**
   * Writes the logins to all files.
   *
   * @param login the time of the login that is being noted
   */
  private void write(List<FailedLoginFile.Login> logins, Optional<Instant> login)
      throws IOException {
    byte[] content = FailedLoginFile.of(account, logins).bytes();
    change(
        () -> {
          for (Place at : files) {
            at.folder().replace(at.file(), out -> out.write(content));
            at.deleteFormer();
            if (login.isPresent()) {
              at.deleteShared(login.get().minus(SHARED_FOR));
            }
          }
          present = toDelete();
        });
  }

  /** Temporary files of a killed process. */
  private static void removeTemporary(Place at) throws IOException {
    String left = "." + at.file().getFileName();
    for (Path temporary : at.folder().list(at.folder().root(), ".*.tmp")) {
      if (String.valueOf(temporary.getFileName()).startsWith(left)) {
        at.folder().delete(temporary);
      }
    }
  }
}
