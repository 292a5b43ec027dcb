package dev.rollcall.history;

import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Memory;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.report.AtomicFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials that were refused, one file for each account, which appears whole or not at all
 * and which only its owner may read. It holds no secret, but a salted slow hash ({@link SlowHash}),
 * by which the same secret is known again. To have the same secret tried again, one deletes the
 * file.
 *
 * <p>Safe for concurrent use, by several processes as well: the last refusal of an account stands.
 */
public final class Rejections implements Memory {
  private static final String PREFIX = "refused-";
  private static final String SUFFIX = ".json";

  private final Path folder;
  private final Map<String, RejectionFile> known = new HashMap<>();

  private Rejections(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads what is remembered; the folder is made if it is not there.
   *
   * @throws IOException with a sentence for the user that names the file and the remedy, if the
   *     folder cannot be written to, or a file in it is damaged
   */
  public static Rejections open(Path folder) throws IOException {
    Rejections rejections = new Rejections(folder);
    try {
      AtomicFile.createPrivateFolder(folder);
    } catch (IOException e) {
      throw new IOException(cannotRemember(folder, e), e);
    }
    if (!Files.isWritable(folder)) {
      throw new IOException(cannotRemember(folder, new AccessDeniedException(folder.toString())));
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        rejections.load(file);
      }
    }
    return rejections;
  }

  private void load(Path file) throws IOException {
    try {
      RejectionFile content = RejectionFile.read(file);
      known.put(content.account(), content);
    } catch (NoSuchFileException forgottenMeanwhile) {
      // Another run has just been let in.
    }
  }

  private static String cannotRemember(Path folder, IOException why) {
    return "refused credentials cannot be remembered in "
        + folder
        + " ("
        + why.getClass().getSimpleName()
        + "), and without that an account could be locked; name a folder that this user may write"
        + " to with --history";
  }

  @Override
  public Optional<Rejection> recall(Account account, Secret secret) {
    RejectionFile file;
    synchronized (known) {
      file = known.get(account.key());
    }
    return file != null && file.hash().matches(secret.reveal())
        ? Optional.of(new Rejection(file.rule(), Instant.parse(file.at()), file.fault()))
        : Optional.empty();
  }

  @Override
  public void remember(Account account, Secret secret, Rejection rejection) throws IOException {
    RejectionFile content =
        RejectionFile.of(account.key(), SlowHash.of(secret.reveal()), rejection);
    AtomicFile.writePrivate(file(account), out -> out.write(content.bytes()));
    synchronized (known) {
      known.put(account.key(), content);
    }
  }

  @Override
  public void forget(Account account) {
    boolean remembered;
    synchronized (known) {
      remembered = known.remove(account.key()) != null;
    }
    if (remembered) {
      try {
        Files.deleteIfExists(file(account));
      } catch (IOException stays) {
        // It speaks of a secret that has changed since, and is no obstacle.
      }
    }
  }

  /** A name that tells people whose it is, and two accounts apart whatever signs they have. */
  private Path file(Account account) {
    String key = account.key();
    String shown = key.replaceAll("[^a-z0-9@._-]", "_");
    String part = shown.substring(0, Math.min(60, shown.length()));
    return folder.resolve(PREFIX + part + "-" + Integer.toHexString(key.hashCode()) + SUFFIX);
  }
}
