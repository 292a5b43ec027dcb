package dev.rollcall.history.failedlogins;

import dev.rollcall.files.AtomicFile;
import dev.rollcall.files.FileReason;
import dev.rollcall.files.SafeFolder;
import dev.rollcall.history.store.HistoryFiles;
import dev.rollcall.history.store.Lock;
import dev.rollcall.history.store.LockHolder;
import dev.rollcall.history.store.NameDigits;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.LoginNotes;
import dev.rollcall.probe.login.Secret;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The failed logins, in one file for each account, written atomically and readable by its owner
 * only. It holds no secret, but a salted slow hash ({@link SlowHash}) to recognise the same secret.
 * To retry the same secret, delete the file.
 *
 * <p>The same files, and a lock for each account, are in the user's state folder and in the
 * history, if there is one. So all runs of one user share them, and so do the runs of several users
 * with the same history. Runs of different users without a common history do not.
 *
 * <p>Safe for concurrent use, by several processes as well.
 */
public final class FailedLogins implements LoginNotes {
  private static final String PREFIX = "refused-";
  private static final String SUFFIX = ".json";

  private final List<HistoryFiles> folders;
  private final LockHolder self = LockHolder.self("a login");
  private final Map<String, Fingerprints> fingerprints = new HashMap<>();

  private final int iterations;

  private FailedLogins(List<HistoryFiles> folders, int iterations) {
    this.folders = List.copyOf(folders);
    this.iterations = iterations;
  }

  /**
   * Opens the folders; creates a missing one.
   *
   * @param state the user's state folder
   * @param history the folder of {@code --history}, if one is named
   * @throws IOException with a sentence for the user that names the file and the remedy, if a
   *     folder cannot be written to, or a file in it is damaged
   */
  public static FailedLogins open(Path state, Optional<Path> history) throws IOException {
    return open(state, history, SlowHash.ITERATIONS);
  }

  /** As {@link #open(Path, Optional)}, with faster hashes for tests. */
  static FailedLogins open(Path state, Optional<Path> history, int iterations) throws IOException {
    List<HistoryFiles> folders = new ArrayList<>();
    add(
        folders,
        state,
        "set XDG_STATE_HOME (for a systemd service: StateDirectory=) to a folder that this user"
            + " may write to");
    if (history.isPresent()) {
      add(folders, history.get(), "name a folder that this user may write to with --history");
    }
    return new FailedLogins(folders, iterations);
  }

  private static void add(List<HistoryFiles> folders, Path folder, String remedy)
      throws IOException {
    try {
      create(folder.toAbsolutePath());
      if (!Files.isWritable(folder)) {
        throw new AccessDeniedException(folder.toString());
      }
    } catch (IOException e) {
      throw new IOException(
          "failed logins cannot be stored in "
              + folder
              + " ("
              + FileReason.of(e)
              + "); without that, an account could get locked; "
              + remedy,
          e);
    }
    HistoryFiles real = new HistoryFiles(folder.toRealPath());
    if (!folders.contains(real)) {
      folders.add(real);
      for (Path file : real.list(real.root(), PREFIX + "*" + SUFFIX)) {
        // To report an error before anything is probed.
        FailedLoginFile.read(real, file);
      }
    }
  }

  /** The folder itself must be on the disk before its files are. */
  private static void create(Path folder) throws IOException {
    List<Path> parents = new ArrayList<>();
    for (Path made = folder; made != null && !Files.exists(made); made = made.getParent()) {
      parents.add(made.getParent());
    }
    AtomicFile.createPrivateFolder(folder);
    for (Path parent : parents) {
      try (SafeFolder in = SafeFolder.open(parent)) {
        in.sync();
      }
    }
  }

  @Override
  public void prepare(Account account, Secret secret) throws IOException {
    new AccountNotes(account.key(), places(account), List.of(), fingerprints(account)).hash(secret);
  }

  @Override
  public Optional<Hold> take(Account account) throws IOException {
    List<Lock> locks = new ArrayList<>();
    boolean all = false;
    try {
      for (HistoryFiles folder : folders) {
        Optional<Lock> lock = Lock.tryTake(folder, lock(folder.root(), account), self);
        if (lock.isEmpty()) {
          return Optional.empty();
        }
        locks.add(lock.get());
      }
      all = true;
    } finally {
      if (!all) {
        Lock.release(locks);
      }
    }
    return Optional.of(
        new AccountNotes(account.key(), places(account), locks, fingerprints(account)));
  }

  private List<AccountNotes.Place> places(Account account) {
    return folders.stream().map(folder -> place(folder, account)).toList();
  }

  @Override
  public String holder(Account account) {
    return folders.stream()
        .flatMap(folder -> holder(folder, account).stream())
        .findFirst()
        .map(LockHolder::toString)
        .orElse("");
  }

  private static Optional<LockHolder> holder(HistoryFiles folder, Account account) {
    try {
      return Lock.holder(folder, lock(folder.root(), account));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private Fingerprints fingerprints(Account account) {
    synchronized (fingerprints) {
      return fingerprints.computeIfAbsent(account.key(), key -> new Fingerprints(iterations));
    }
  }

  private static AccountNotes.Place place(HistoryFiles folder, Account account) {
    String key = account.key();
    String former = account.formerKey();
    return new AccountNotes.Place(
        folder,
        file(folder, key, NameDigits.of(key)),
        former.equals(key)
            ? file(folder, key, NameDigits.former(key))
            : file(folder, former, NameDigits.of(former)),
        former,
        account.ofServer());
  }

  /** File names that people recognise and that are unique for every account. */
  private static Path file(HistoryFiles folder, String key, String digits) {
    String shown = key.replaceAll("[^a-z0-9@._-]", "_");
    String name = shown.substring(0, Math.min(60, shown.length()));
    return folder.root().resolve(PREFIX + name + "-" + digits + SUFFIX);
  }

  private static Path lock(Path folder, Account account) {
    return folder.resolve("login-" + NameDigits.of(account.key()) + ".lock");
  }
}
