package dev.rollcall.history;

import dev.rollcall.probe.login.Memory;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.report.AtomicFile;
import dev.rollcall.report.Printable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The notes of one account, for the one process that has its locks: the same in every folder, each
 * in a file that appears whole or not at all.
 */
final class AccountNotes implements Memory.Hold {
  /** The most secrets of one account that are remembered. */
  private static final int MOST = 16;

  private final String account;
  private final List<Path> files;
  private final List<Lock> locks;
  private final Fingerprints fingerprints;
  private volatile List<Path> present = List.of();

  AccountNotes(String account, List<Path> files, List<Lock> locks, Fingerprints fingerprints) {
    this.account = account;
    this.files = List.copyOf(files);
    this.locks = List.copyOf(locks);
    this.fingerprints = fingerprints;
  }

  @Override
  public synchronized Optional<Memory.Note> recall(Secret secret) throws IOException {
    for (Path file : files) {
      removeTemporary(file);
    }
    List<Memory.Note> found = new ArrayList<>();
    for (RejectionFile.Login login : logins()) {
      if (fingerprints.same(login.hash(), secret)) {
        found.add(login.note());
      }
    }
    // Now, and not when every moment counts.
    fingerprints.of(secret);
    return found.stream()
        .filter(Memory.Note::rejected)
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  @Override
  public synchronized void note(Secret secret, Memory.Note note) throws IOException {
    List<RejectionFile.Login> logins = without(secret);
    logins.add(RejectionFile.Login.of(note, fingerprints.of(secret)));
    write(logins.subList(Math.max(0, logins.size() - MOST), logins.size()));
  }

  @Override
  public synchronized void drop(Secret secret) throws IOException {
    List<RejectionFile.Login> logins = without(secret);
    if (logins.isEmpty()) {
      forget();
    } else {
      write(logins);
    }
  }

  @Override
  public synchronized void forget() throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    present = List.of();
  }

  @Override
  public String files() {
    return present.stream()
        .map(file -> Printable.line(file.toString()))
        .collect(Collectors.joining(" and "));
  }

  @Override
  public void close() {
    Lock.release(locks);
  }

  private List<RejectionFile.Login> without(Secret secret) throws IOException {
    List<RejectionFile.Login> others = new ArrayList<>();
    for (RejectionFile.Login login : logins()) {
      if (!fingerprints.same(login.hash(), secret)) {
        others.add(login);
      }
    }
    return others;
  }

  /** Of all folders, each once. */
  private List<RejectionFile.Login> logins() throws IOException {
    List<RejectionFile.Login> all = new ArrayList<>();
    List<Path> read = new ArrayList<>();
    for (Path file : files) {
      Optional<RejectionFile> content = RejectionFile.read(file);
      if (content.isPresent()) {
        read.add(file);
        content.get().logins().stream().filter(login -> !all.contains(login)).forEach(all::add);
      }
    }
    present = List.copyOf(read);
    return all;
  }

  private void write(List<RejectionFile.Login> logins) throws IOException {
    byte[] content = RejectionFile.of(account, logins).bytes();
    for (Path file : files) {
      AtomicFile.writePrivate(file, out -> out.write(content));
    }
    present = files;
  }

  /** What a killed process left while it wrote. */
  private static void removeTemporary(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.getParent(), "a folder");
    String left = "." + file.getFileName();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            folder,
            path -> {
              String name = String.valueOf(path.getFileName());
              return name.startsWith(left) && name.endsWith(".tmp");
            })) {
      for (Path temporary : all) {
        Files.deleteIfExists(temporary);
      }
    }
  }
}
