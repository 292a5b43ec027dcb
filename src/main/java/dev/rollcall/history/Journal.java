package dev.rollcall.history;

import dev.rollcall.report.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The journal of a day, for the one who writes it: a line is there when its line feed is on the
 * disk. Not by channels: those close when the thread is interrupted.
 */
final class Journal {
  private static final int BLOCK = 1 << 16;

  private final Path file;

  Journal(Path file) {
    this.file = file;
  }

  /** Whoever owns the folder must not have root write where a link leads. */
  static void refuseLink(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      throw new FileSystemException(file.toString(), null, "is a symbolic link");
    }
  }

  /** Cuts off what a killed process left of a line. */
  void repair() throws IOException {
    refuseLink(file);
    if (!Files.isRegularFile(file)) {
      return;
    }
    try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "rw")) {
      long length = journal.length();
      long end = lineEnd(journal, length);
      if (end < length) {
        journal.setLength(end);
        journal.getFD().sync();
      }
    }
  }

  /** Where the last whole line ends. */
  private static long lineEnd(RandomAccessFile journal, long length) throws IOException {
    byte[] block = new byte[BLOCK];
    for (long end = length; end > 0; ) {
      int size = (int) Math.min(BLOCK, end);
      journal.seek(end - size);
      journal.readFully(block, 0, size);
      for (int i = size - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return end - size + i + 1;
        }
      }
      end -= size;
    }
    return 0;
  }

  /** Appends a line, or nothing. It is on the disk when this returns. */
  void append(byte[] line) throws IOException {
    refuseLink(file);
    boolean fresh = !Files.exists(file);
    if (fresh) {
      Files.createFile(file, AtomicFile.mode("rw-------"));
      AtomicFile.handOver(file);
    }
    try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "rw")) {
      long length = journal.length();
      try {
        journal.seek(length);
        journal.write(line);
        journal.getFD().sync();
      } catch (IOException e) {
        journal.setLength(length);
        throw e;
      }
    }
    if (fresh) {
      AtomicFile.sync(Objects.requireNonNull(file.getParent(), "a day's folder"));
    }
  }

  /**
   * Where a line stands.
   *
   * @param length its end included
   */
  record Place(String run, long offset, long length) {}

  /** The runs that are readable, oldest first. */
  List<Place> places() throws IOException {
    List<Place> places = new ArrayList<>();
    try (Backwards lines = Backwards.open(file)) {
      Optional<Backwards.Line> next = lines.previous();
      for (; next.isPresent(); next = lines.previous()) {
        Backwards.Line line = next.get();
        EntryJson.Line run = Archive.read(line, any -> false);
        if (run != null) {
          places.add(new Place(run.run(), line.offset(), line.length() + 1L));
        }
      }
    } catch (NoSuchFileException none) {
      return List.of();
    }
    Collections.reverse(places);
    return places;
  }

  /** Leaves only these lines. */
  void keep(List<Place> places) throws IOException {
    if (places.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    AtomicFile.writePrivate(
        file,
        out -> {
          try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "r")) {
            for (Place place : places) {
              copy(journal, place, out);
            }
          }
        });
  }

  private static void copy(RandomAccessFile from, Place place, OutputStream to) throws IOException {
    byte[] line = new byte[(int) place.length()];
    from.seek(place.offset());
    from.readFully(line);
    to.write(line);
  }
}
